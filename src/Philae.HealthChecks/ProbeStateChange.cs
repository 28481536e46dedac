using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks;

/// <summary>A change of a probe's state, after its thresholds have been met.</summary>
public sealed class ProbeStateChange
{
    /// <summary>The probe's name in the report.</summary>
    public required string Probe { get; init; }

    /// <summary>The old state. Null: this is the first result since the start.</summary>
    public HealthStatus? From { get; init; }

    /// <summary>The new state.</summary>
    public required HealthStatus To { get; init; }

    /// <summary>How long the old state lasted; zero for the first result.</summary>
    public TimeSpan Lasted { get; init; }

    /// <summary>Why the probe is not healthy, as the report publishes it, in one line. Null: it is healthy, or nothing is known.</summary>
    public string? Reason { get; init; }
}
