namespace Philae.HealthChecks;

/// <summary>One probe of a <see cref="PhilaeReport"/>.</summary>
public sealed class PhilaeReportEntry
{
    /// <summary>The probe's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the probe is healthy. A degraded probe counts as healthy.</summary>
    public required bool Healthy { get; init; }

    /// <summary><c>took 1.12ms</c>, <c>error</c> or <c>degraded: …</c>; empty if the report has none.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Why the probe is not healthy. Null: the report does not say.</summary>
    public PhilaeError? Error { get; init; }

    /// <summary>How long the check took, in nanoseconds; 0 if the report does not say.</summary>
    public long DurationNanoseconds { get; init; }
}
