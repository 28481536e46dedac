using Etcdserverpb;

namespace Philae.HealthChecks.Etcd;

/// <summary>Checks the members of a cluster in turn, starting with the one that answered last, until one is healthy.</summary>
internal sealed class EtcdProbe(string name, EtcdTarget target, EtcdProbeOptions options, KeptFirst keptFirst, TimeProvider time) : IProbe, IDisposable
{
    // How long a member may take before the next one is checked as well.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly EtcdMember?[] _members = new EtcdMember?[target.Members.Count];
    private readonly RangeRequest _read = EtcdCheck.Read(options.Key);
    private int _first;
    private volatile bool _isDisposed;

    public string Name => name;

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = new List<Task<int>>();
        try
        {
            _first = await FirstGoodAsync(asked, stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw EtcdFailure.Of(exception);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(asked)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        for (int index = 0; index < _members.Length; index++)
        {
            Close(index);
        }
    }

    private async Task<int> FirstGoodAsync(List<Task<int>> asked, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        for (int begun = 0; begun < _members.Length || asked.Count > 0;)
        {
            if (begun < _members.Length)
            {
                asked.Add(CheckMemberAsync((_first + begun++) % _members.Length, cancellationToken));
            }

            TimeSpan patience = begun < _members.Length ? Patience : Timeout.InfiniteTimeSpan;
            await ((Task)Task.WhenAny(asked)).WaitAsync(patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (asked.Find(static one => one.IsCompleted) is not { } answered)
            {
                continue;
            }

            asked.Remove(answered);
            try
            {
                return await answered.ConfigureAwait(false);
            }
            catch (Exception exception) when (!EtcdFailure.IsOfTheWholeCluster(exception))
            {
                failure = EtcdFailure.MoreTelling(failure, exception);
            }
        }

        throw failure!;
    }

    private async Task<int> CheckMemberAsync(int index, CancellationToken cancellationToken)
    {
        EtcdMember? kept = Interlocked.Exchange(ref _members[index], null);
        _members[index] = await (kept is null
            ? FreshAsync(cancellationToken)
            : keptFirst.GetFirstAsync(token => CheckAsync(kept, token), FreshAsync, static _ => true, static late => late.Dispose(), cancellationToken)).ConfigureAwait(false);
        if (_isDisposed)
        {
            Close(index); // the host has ended meanwhile
        }

        return index;

        Task<EtcdMember> FreshAsync(CancellationToken token) =>
            CheckAsync(new EtcdMember(new EtcdConnection(target.Members[index], options), target.Login(options)), token);
    }

    private void Close(int index) => Interlocked.Exchange(ref _members[index], null)?.Dispose();

    private async Task<EtcdMember> CheckAsync(EtcdMember member, CancellationToken cancellationToken)
    {
        try
        {
            await member.CheckAsync(_read, cancellationToken).ConfigureAwait(false);
            return member;
        }
        catch
        {
            member.Dispose();
            throw;
        }
    }
}
