using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>A client of one server, kept from check to check for as long as it works. Nobody asks it twice at a time.</summary>
internal sealed class RedisConnection(ConfigurationOptions options, bool provesCredentials, KeptFirst keptFirst) : IDisposable
{
    private RedisConnectionAttempt? _attempt;
    private volatile bool _disposed;

    /// <summary>Asks, over a new connection where there is none that works.</summary>
    /// <exception cref="OperationCanceledException">Given up. The connection stays, even while it is being made.</exception>
    public async Task<T> AskAsync<T>(Func<IServer, Task<T>> question, CancellationToken cancellationToken)
    {
        if (_attempt is not { MayServe: true } kept)
        {
            return (await AskAsync(Begin(beside: null), question, cancellationToken).ConfigureAwait(false)).Answer;
        }

        RedisConnectionAttempt? answered = null;
        try
        {
            (answered, T answer) = await keptFirst.AskAsync(
                token => AskAsync(kept, question, token),
                token => AskAsync(Begin(beside: kept), question, token),
                RedisFailure.IsLostConnection,
                static _ => { },
                cancellationToken).ConfigureAwait(false);
            return answer;
        }
        finally
        {
            KeepOneOf(kept, answered);
        }
    }

    public void Drop() => Interlocked.Exchange(ref _attempt, null)?.Dispose();

    public void Dispose()
    {
        _disposed = true;
        Drop();
    }

    private async Task<(RedisConnectionAttempt By, T Answer)> AskAsync<T>(
        RedisConnectionAttempt attempt, Func<IServer, Task<T>> question, CancellationToken cancellationToken)
    {
        try
        {
            ConnectionMultiplexer client = await attempt.Client.WaitAsync(cancellationToken).ConfigureAwait(false);
            return (attempt, await question(client.GetServer(client.GetEndPoints(configuredOnly: true)[0])).OrGiveUpAsync(cancellationToken).ConfigureAwait(false));
        }
        catch when (!cancellationToken.IsCancellationRequested)
        {
            Drop(attempt);
            throw;
        }
    }

    private RedisConnectionAttempt Begin(RedisConnectionAttempt? beside)
    {
        var attempt = new RedisConnectionAttempt(options, provesCredentials);
        RedisConnectionAttempt? old = Interlocked.Exchange(ref _attempt, attempt);
        if (old != beside)
        {
            old?.Dispose();
        }

        DropIfDisposed();
        return attempt;
    }

    // The one that answered, or else the fresh one, if there is one.
    private void KeepOneOf(RedisConnectionAttempt kept, RedisConnectionAttempt? answered)
    {
        RedisConnectionAttempt? other = answered == kept ? Interlocked.Exchange(ref _attempt, kept) : kept;
        if (other != _attempt)
        {
            other?.Dispose();
        }

        DropIfDisposed();
    }

    private void Drop(RedisConnectionAttempt attempt)
    {
        Interlocked.CompareExchange(ref _attempt, null, attempt);
        attempt.Dispose();
    }

    private void DropIfDisposed()
    {
        if (_disposed)
        {
            Drop(); // Nobody else would.
        }
    }
}
