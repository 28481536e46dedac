namespace Philae.HealthChecks.LoopDetection;

/// <summary>A run of a service probe that is in flight.</summary>
/// <param name="Name">The probe's name.</param>
/// <param name="Began">When it began, on this process's clock.</param>
internal readonly record struct MemberRun(string Name, TimeSpan Began);
