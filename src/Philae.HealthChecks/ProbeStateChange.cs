using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks;

/// <summary>A probe's step from one state to another; its thresholds have been met.</summary>
/// <param name="Probe">The probe's name in the report.</param>
/// <param name="From">The old state. Null: this is the first result since the start.</param>
/// <param name="To">The new state.</param>
/// <param name="Lasted">For how long the old state had lasted; zero for the first result.</param>
/// <param name="Reason">Why it is not healthy, in the words that the report publishes, in one line. Null: it is healthy, or nothing is known.</param>
public sealed record ProbeStateChange(string Probe, HealthStatus? From, HealthStatus To, TimeSpan Lasted, string? Reason);
