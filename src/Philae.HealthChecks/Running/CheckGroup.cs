using Microsoft.Extensions.Diagnostics.HealthChecks;

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

    public long Now => _source.Time.GetTimestamp();

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
        bool ends = batch.Via.EndsAt(_source.Id, _source.MaxDepth);
        for (int i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = _runners[i] is { } runner ? (ends ? runner.KnownInACircleAsync(batch) : runner.RunAsync(batch))
                : ends ? Task.FromResult(ProbeOutcome.NotAsked("not asked", batch.Now))
                : _source.Others.CheckAsync(Checks[i], cancellationToken);
        }
    }
}
