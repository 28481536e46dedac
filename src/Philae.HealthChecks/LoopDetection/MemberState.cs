namespace Philae.HealthChecks.LoopDetection;

/// <summary>A service's report on itself. The newest state of a node replaces every older one, by whatever route it arrives.</summary>
/// <param name="Node">The service's id and, after a dot, the group of checks.</param>
/// <param name="Sequence">The service's own count: a later state has a higher one.</param>
/// <param name="Made">When the service made it, on this process's clock.</param>
/// <param name="Failure">Which of its own probes fail, and why; null: none. A probe of another service is not among them, unless that gave no answer.</param>
/// <param name="Links">The services that it probes and whose answers count.</param>
internal sealed record MemberState(string Node, long Sequence, TimeSpan Made, string? Failure, IReadOnlyList<MemberLink> Links)
{
    /// <summary>The id of the service that a node belongs to.</summary>
    public static ReadOnlySpan<char> ServiceOf(string node) => node.AsSpan(0, node.IndexOf('.') is var dot and >= 0 ? dot : node.Length);

    public bool IsOf(string service) => ServiceOf(Node).SequenceEqual(service);

    /// <summary>
    /// Whether this state replaces another of the same node. The service's own count decides. Between states that are further apart than
    /// the limit, the younger one wins: a service that lied about another must not be believed after it has stopped lying.
    /// </summary>
    public bool Replaces(MemberState held, TimeSpan limit) =>
        (Made - held.Made).Duration() > limit ? Made > held.Made : Sequence > held.Sequence;
}
