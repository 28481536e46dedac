namespace Philae.HealthChecks.LoopDetection;

/// <summary>
/// Which of its target's probes a service probe has heard to be late: not done when the answer was due. While the very run that was late is
/// still in flight over there, later answers tell what was known before it; the probe stays late then.
/// </summary>
internal sealed class LateProbes
{
    public static readonly LateProbes None = new([]);

    private readonly Dictionary<string, (TimeSpan Heard, bool InHaste)> _late;

    private LateProbes(Dictionary<string, (TimeSpan Heard, bool InHaste)> late) => _late = late;

    /// <summary>Late for a run that waits as long as this service ever does.</summary>
    public IEnumerable<string> ForAll => _late.Where(static late => !late.Value.InHaste).Select(static late => late.Key);

    /// <summary>Late at all: also for a run that was begun for another service, which waits less long. That says nothing to other callers.</summary>
    public IEnumerable<string> InHaste => _late.Keys;

    /// <summary>Takes an answer.</summary>
    /// <param name="answer">Which probes were not done, and since when runs are in flight of which the answer tells what was known before.</param>
    /// <param name="inHaste">Whether the run waits less long than this service would.</param>
    /// <param name="now">On this process's clock.</param>
    public LateProbes Hear(MembersHeader answer, bool inHaste, TimeSpan now)
    {
        var late = new Dictionary<string, (TimeSpan Heard, bool InHaste)>(StringComparer.Ordinal);
        foreach (MemberRun run in answer.InFlight)
        {
            if (_late.TryGetValue(run.Name, out (TimeSpan Heard, bool InHaste) before) && run.Began <= before.Heard)
            {
                late[run.Name] = before;
            }
        }

        foreach (string name in answer.Late)
        {
            late[name] = (now, inHaste && !(late.TryGetValue(name, out (TimeSpan Heard, bool InHaste) before) && !before.InHaste));
        }

        return late.Count == 0 ? None : new(late);
    }
}
