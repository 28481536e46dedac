namespace Philae.HealthChecks.LoopDetection;

/// <summary>A service's probe of another service.</summary>
/// <param name="Name">The probe's name.</param>
/// <param name="Node">Which node answered last; null: the first check has not ended yet.</param>
internal readonly record struct MemberLink(string Name, string? Node);
