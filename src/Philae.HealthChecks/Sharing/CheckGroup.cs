using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Engine;
using Philae.HealthChecks.Errors;
using Philae.HealthChecks.LoopDetection;
using Philae.HealthChecks.Scheduling;

namespace Philae.HealthChecks.Sharing;

/// <summary>The checks that are reported together.</summary>
internal sealed class CheckGroup
{
    private readonly ProbeRunners _all;
    private readonly PhilaeIdentity _identity;
    private readonly Lazy<Dictionary<string, int>> _indexes;

    public CheckGroup(HealthCheckRegistration[] checks, ProbeRunners all, PhilaeIdentity identity)
    {
        (Checks, _all, _identity) = (checks, all, identity);
        Runners = [.. checks.Select(all.Of)];
        IsShareable = Array.TrueForAll(Runners, static runner => runner is not null);
        _indexes = new(() => checks.Select(static (check, index) => (check.Name, index)).ToDictionary(StringComparer.OrdinalIgnoreCase), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>In the order of registration.</summary>
    public HealthCheckRegistration[] Checks { get; }

    /// <summary>The runner of each; null: another health check.</summary>
    public ProbeRunner?[] Runners { get; }

    /// <summary>Whether all have a runner, so that requests may share a report. Unguarded health checks run anew for each request.</summary>
    public bool IsShareable { get; }

    public long Now => _all.Time.GetTimestamp();

    /// <summary>The time of states: since a fixed moment of this process.</summary>
    public TimeSpan Clock => _all.Time.GetElapsedTime(0);

    public StartWatch Watch => _all.Watch;

    /// <summary>Identifies this group to other services: the same for the same checks, however they were chosen.</summary>
    private string Key => field ??= GroupState.Key(Checks);

    /// <summary>The check with a name, in any case; -1 if there is none.</summary>
    public int IndexOf(string name) => _indexes.Value.TryGetValue(name, out int index) ? index : -1;

    /// <summary>Whether an outcome may be served to a request that comes now.</summary>
    public bool IsCurrent(int check, ProbeOutcome outcome, long now) => Runners[check] is { } runner && runner.IsCurrent(outcome, now);

    /// <summary>Starts or joins the run of each check.</summary>
    /// <param name="outcomes">Takes an outcome for each check.</param>
    /// <param name="request">Takes the runs that are to start.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public void StartOrJoin(Task<ProbeOutcome>?[] outcomes, CheckRequest request, CancellationToken cancellationToken)
    {
        bool endsHere = request.Via.EndsAt(_identity.Id, _all.Options.MaxServiceDepth);
        for (int i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = Runners[i] is { } runner ? (endsHere ? runner.CachedForLoop(request) : runner.StartOrJoin(request))
                : endsHere ? Task.FromResult(_all.Unguarded.Last(Checks[i]) ?? ProbeOutcome.Skipped("not asked", request.Now))
                : _all.Unguarded.RunAsync(Checks[i], cancellationToken);
        }
    }

    /// <summary>The outcome for a request that may have a budget: once that is spent, the check is timed out for this request.</summary>
    public async Task<ProbeOutcome> WithinBudgetAsync(Via via, int check, Task<ProbeOutcome> outcome)
    {
        if (outcome.IsCompleted || via.Left(Clock) is not { } left || left >= _all.Options.Deadline)
        {
            return await outcome.ConfigureAwait(false);
        }

        try
        {
            return await outcome.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _all.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var result = CheckResult.Failed(Checks[check].FailureStatus, ProbeFailedException.OverBudget());
            return new ProbeOutcome(result, TimeSpan.Zero, Now, Now, IsOverBudget: true);
        }
    }

    /// <summary>The states for another service's request: this service's own, and those of the services behind it.</summary>
    public MembersHeader Members(ProbeOutcome[] outcomes)
    {
        TimeSpan now = Clock;
        MemberState own = GroupState.Of(Key, now, Checks, Runners, _all.Unguarded, _identity);
        var states = MemberAnswer.Of(own, Runners.Select(static runner => runner?.Peer?.View).OfType<MemberView>(), _all.Options.Deadline);
        string[] late = [.. Checks.Where((_, check) => outcomes[check] is { IsOverBudget: true, Result.Status: HealthStatus.Unhealthy }).Select(static check => check.Name)];
        IEnumerable<MemberRun?> inFlight = Checks.Select((check, index) =>
            outcomes[index].InFlightSince is { } start ? new MemberRun(check.Name, _all.Time.GetElapsedTime(0, start)) : (MemberRun?)null);
        return new(states, late, [.. inFlight.OfType<MemberRun>()]);
    }
}
