namespace Philae.HealthChecks.Targets;

/// <summary>Something about a probe's target that its owner should know and that does not stop the host.</summary>
internal sealed record TargetWarning(string Probe, string Text);
