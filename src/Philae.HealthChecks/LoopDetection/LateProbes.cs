namespace Philae.HealthChecks.LoopDetection;

/// <summary>
/// The target's probes that were late: not done when the target had to answer. While the same run is still in flight over there, later
/// answers hold only what was known before it, so the probe stays late.
/// </summary>
internal sealed class LateProbes
{
    public static readonly LateProbes None = new([]);

    private readonly Dictionary<string, (TimeSpan RecordedAt, bool ShortBudget)> _late;

    private LateProbes(Dictionary<string, (TimeSpan RecordedAt, bool ShortBudget)> late) => _late = late;

    /// <summary>Late for a run that waits as long as this service's own limits allow.</summary>
    public IEnumerable<string> ForAll => _late.Where(static late => !late.Value.ShortBudget).Select(static late => late.Key);

    /// <summary>Late for any run, including one that was started for another service, which waits less long. This does not concern other callers.</summary>
    public IEnumerable<string> ShortBudget => _late.Keys;

    /// <summary>Records an answer.</summary>
    /// <param name="answer">The probes that were late, and the runs in flight whose probes the answer reports with an older outcome.</param>
    /// <param name="hasShortBudget">Whether the run waits less long than this service would.</param>
    /// <param name="now">On this process's clock.</param>
    public LateProbes Record(MembersHeader answer, bool hasShortBudget, TimeSpan now)
    {
        var late = new Dictionary<string, (TimeSpan RecordedAt, bool ShortBudget)>(StringComparer.Ordinal);
        foreach (MemberRun run in answer.InFlight)
        {
            if (_late.TryGetValue(run.Name, out (TimeSpan RecordedAt, bool ShortBudget) before) && run.Began <= before.RecordedAt)
            {
                late[run.Name] = before;
            }
        }

        foreach (string name in answer.Late)
        {
            late[name] = (now, hasShortBudget && !(late.TryGetValue(name, out (TimeSpan RecordedAt, bool ShortBudget) before) && !before.ShortBudget));
        }

        return late.Count == 0 ? None : new(late);
    }
}
