namespace Philae.HealthChecks.LoopDetection;

/// <summary>A service that is known to fail.</summary>
/// <param name="Link">The name of the answering service's probe that leads to it; null: the answering service itself.</param>
/// <param name="Text">The probes that lead to it, by name, then what fails there.</param>
internal readonly record struct MemberFailure(string? Link, string Text);
