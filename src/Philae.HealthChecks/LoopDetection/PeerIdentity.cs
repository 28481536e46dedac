namespace Philae.HealthChecks.LoopDetection;

/// <summary>The service that a service probe checks, and what is known from its answers.</summary>
internal sealed class PeerIdentity
{
    private volatile string? _id;
    private volatile MemberView _view = MemberView.None;

    /// <summary>The id of the service that answered last. Null: none yet, or one that sends no id.</summary>
    public string? Id => _id;

    public MemberView View => _view;

    /// <summary>Used by the probe's runs only.</summary>
    public LateProbes Late { get; private set; } = LateProbes.None;

    /// <summary>Records an answer that names no services behind the target.</summary>
    public void RecordPlain(string? id) => (_id, _view, Late) = (id, MemberView.None, LateProbes.None);

    /// <summary>Records an answer. Never two at a time: a probe's runs follow each other.</summary>
    /// <param name="id">The target's.</param>
    /// <param name="answer">What it says.</param>
    /// <param name="limit">As for <see cref="MemberView.Record"/>.</param>
    /// <param name="hasShortBudget">As for <see cref="LateProbes.Record"/>.</param>
    /// <param name="now">On this process's clock.</param>
    public void Record(string? id, MembersHeader answer, TimeSpan limit, bool hasShortBudget, TimeSpan now) =>
        (_id, _view, Late) = (id, _view.Record(answer.States, limit), Late.Record(answer, hasShortBudget, now));
}
