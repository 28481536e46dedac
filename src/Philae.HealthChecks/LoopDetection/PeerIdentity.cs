namespace Philae.HealthChecks.LoopDetection;

/// <summary>The service that a service probe asks, and what its answers have said.</summary>
internal sealed class PeerIdentity
{
    private volatile string? _id;
    private volatile MemberView _view = MemberView.None;

    /// <summary>Who answered last. Null: nobody yet, or one that does not tell.</summary>
    public string? Id => _id;

    public MemberView View => _view;

    /// <summary>Used by the probe's runs only.</summary>
    public LateProbes Late { get; private set; } = LateProbes.None;

    /// <summary>Takes an answer that says nothing of services behind the target.</summary>
    public void HearPlain(string? id) => (_id, _view, Late) = (id, MemberView.None, LateProbes.None);

    /// <summary>Takes an answer. Never two at a time: a probe's runs follow each other.</summary>
    /// <param name="id">The target's.</param>
    /// <param name="answer">What it says.</param>
    /// <param name="limit">As for <see cref="MemberView.Hear"/>.</param>
    /// <param name="inHaste">As for <see cref="LateProbes.Hear"/>.</param>
    /// <param name="now">On this process's clock.</param>
    public void Hear(string? id, MembersHeader answer, TimeSpan limit, bool inHaste, TimeSpan now) =>
        (_id, _view, Late) = (id, _view.Hear(answer.States, limit), Late.Hear(answer, inHaste, now));
}
