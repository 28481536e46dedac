namespace Philae.HealthChecks.LoopDetection;

/// <summary>
/// Which of its target's probes a service probe has heard to be late: not done when the answer was due. While the run that was late is still
/// in flight over there, later answers tell what was known before it; the probe stays late then.
/// </summary>
/// <param name="ForAll">Late for a run that waits as long as this service ever does.</param>
/// <param name="InHaste">Late for a run that was begun for another service, which waits less long. It says nothing to other callers.</param>
internal sealed record LateProbes(IReadOnlyCollection<string> ForAll, IReadOnlyCollection<string> InHaste)
{
    public static readonly LateProbes None = new([], []);

    /// <summary>Takes an answer.</summary>
    /// <param name="late">The target's probes that were not done.</param>
    /// <param name="inFlight">Those that are in flight, and of which the answer tells what was known before.</param>
    /// <param name="inHaste">Whether the run waits less long than this service would.</param>
    public LateProbes Hear(IReadOnlyCollection<string> late, IReadOnlyCollection<string> inFlight, bool inHaste)
    {
        string[] forAll = [.. ForAll.Intersect(inFlight)];
        string[] hasty = [.. InHaste.Intersect(inFlight)];
        return inHaste ? new(forAll, [.. hasty.Union(late)]) : new([.. forAll.Union(late)], hasty);
    }
}
