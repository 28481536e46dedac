using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Tests.LoopDetection;

/// <summary>A service probe of the model: at most one run at a time, and what it has heard.</summary>
internal sealed class ModelEdge(string name, int target)
{
    public string Name => name;

    /// <summary>The address that it asks; several services may answer there.</summary>
    public int Target => target;

    public MemberView View { get; set; } = MemberView.None;

    public string? TargetId { get; set; }

    public bool IsInFlight { get; set; }

    public bool HasEnded { get; set; }

    /// <summary>Whether the last run got no answer.</summary>
    public bool GaveNoAnswer { get; set; }

    public List<Action> Waiting { get; } = [];

    public bool IsDown(string self) => GaveNoAnswer || View.Failures(self).Any();
}
