namespace Philae.HealthChecks.LoopDetection;

/// <summary>Decides what a request may do with a service probe, so that no two requests wait for each other, and what the probe adds to its service's state.</summary>
internal static class LoopRule
{
    /// <param name="via">The services that the request has passed through.</param>
    /// <param name="targetId">The service that answered the probe last.</param>
    /// <param name="isInFlight">Whether a run of the probe is in flight.</param>
    /// <param name="gaveNoAnswer">Whether the last run failed without an answer: only another run can show that this is over.</param>
    public static LoopStep Step(Via via, string? targetId, bool isInFlight, bool gaveNoAnswer) =>
        isInFlight ? (via.IsNested ? LoopStep.AnswerFromLastKnown : LoopStep.Join)
        : via.Contains(targetId) && !gaveNoAnswer ? LoopStep.Skip
        : LoopStep.Start;

    /// <summary>The links of a probe that has its target's answer, or has not yet ended for the first time.</summary>
    public static IEnumerable<MemberLink> Links(string name, MemberView view, bool hasEnded) =>
        view.Root is { } root ? view.Inherited.Select(link => new MemberLink(name, link.Node)).Prepend(new(name, root))
        : hasEnded ? []
        : [new(name, null)];
}
