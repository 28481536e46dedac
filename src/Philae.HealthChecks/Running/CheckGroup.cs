using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Running;

/// <summary>The checks that are reported together, and the round of them that requests share.</summary>
internal sealed class CheckGroup
{
    private readonly CheckSource _source;
    private readonly ProbeRunner?[] _runners; // null: another health check
    private readonly bool _isShareable;
    private readonly Lazy<Dictionary<string, int>> _indexes;
    private CheckRound? _round;

    public CheckGroup(HealthCheckRegistration[] checks, CheckSource source)
    {
        _source = source;
        Checks = checks;
        _runners = [.. checks.Select(source.Runner)];
        _isShareable = Array.TrueForAll(_runners, static runner => runner is not null);
        _indexes = new(() => checks.Select(static (check, index) => (check.Name, index)).ToDictionary(StringComparer.OrdinalIgnoreCase), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>In the order of registration.</summary>
    public HealthCheckRegistration[] Checks { get; }

    /// <summary>What this group is to other services: the same for the same checks, however they were chosen.</summary>
    private string Key => field ??= GroupState.Key(Checks);

    public long Now => _source.Time.GetTimestamp();

    /// <summary>The time of states: since a fixed moment of this process.</summary>
    public TimeSpan Clock => _source.Time.GetElapsedTime(0);

    /// <summary>The check of a name, in any case; -1 where there is none.</summary>
    public int IndexOf(string name) => _indexes.Value.TryGetValue(name, out int index) ? index : -1;

    /// <summary>Whether an outcome is fresh, or says that a check is late that still is.</summary>
    public bool Holds(int check, ProbeOutcome outcome, long now) =>
        _runners[check] is { } runner && (runner.IsFresh(outcome, now) || (outcome.IsLate && runner.IsStillLate(outcome)));

    /// <summary>What is to be reported: of the last round, unless something in it is out of date.</summary>
    /// <param name="via">The services that the request has come through.</param>
    /// <param name="cancellationToken">The caller's, for health checks that nobody guards; probes' runs belong to no caller.</param>
    public Task<RoundAnswer> AskAsync(Via via, CancellationToken cancellationToken)
    {
        if (via.IsNested || !_isShareable)
        {
            return new CheckRound(this).RunAsync(via, cancellationToken);
        }

        CheckRound? last;
        CheckRound fresh;
        do
        {
            last = Volatile.Read(ref _round);
            if (last is not null && last.HoldsAt(Now))
            {
                _source.TellShared(_runners);
                return last.ShareAsync();
            }

            fresh = new CheckRound(this);
        }
        while (Interlocked.CompareExchange(ref _round, fresh, last) != last);
        return fresh.RunAsync(via, cancellationToken);
    }

    /// <summary>Asks each check.</summary>
    /// <param name="outcomes">Takes what is, or will be, known of each.</param>
    /// <param name="batch">Takes the runs that are to begin.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public void Ask(Task<ProbeOutcome>?[] outcomes, CheckBatch batch, CancellationToken cancellationToken)
    {
        bool ends = batch.Via.EndsAt(_source.Identity.Id, _source.MaxDepth);
        for (int i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = _runners[i] is { } runner ? (ends ? runner.KnownInACircleAsync(batch) : runner.RunAsync(batch))
                : ends ? Task.FromResult(_source.Others.Last(Checks[i]) ?? ProbeOutcome.NotAsked("not asked", batch.Now))
                : _source.Others.CheckAsync(Checks[i], cancellationToken);
        }
    }

    /// <summary>An outcome for a caller that says how long it waits: at the end of that, that the check is not done.</summary>
    public async Task<ProbeOutcome> WithinAsync(Via via, int check, Task<ProbeOutcome> outcome)
    {
        if (outcome.IsCompleted || via.Left(Clock) is not { } left || left >= _source.Deadline)
        {
            return await outcome.ConfigureAwait(false);
        }

        try
        {
            return await outcome.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _source.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var late = CheckResult.Failed(Checks[check].FailureStatus, ProbeFailedException.TimedOut());
            return new ProbeOutcome(late, TimeSpan.Zero, Now, Now, IsCutShort: true);
        }
    }

    /// <summary>The states for another service's request: this one's, and those of the services behind it.</summary>
    public MembersHeader Members(ProbeOutcome[] outcomes)
    {
        TimeSpan now = Clock;
        MemberState own = GroupState.Of(Key, now, Checks, _runners, _source.Others, _source.Identity);
        var states = MemberAnswer.Of(own, _runners.Select(static runner => runner?.Peer?.View).OfType<MemberView>(), _source.Deadline);
        string[] late = [.. Checks.Where((_, check) => outcomes[check] is { IsCutShort: true, Result.Status: HealthStatus.Unhealthy }).Select(static check => check.Name)];
        IEnumerable<MemberRun?> inFlight = Checks.Select((check, index) => outcomes[index].InFlightSince is { } began ? new MemberRun(check.Name, _source.Time.GetElapsedTime(0, began)) : (MemberRun?)null);
        return new(states, late, [.. inFlight.OfType<MemberRun>()]);
    }
}
