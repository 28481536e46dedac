namespace Philae.HealthChecks;

/// <summary>One probe of a <see cref="PhilaeReport"/>.</summary>
/// <param name="Name">The probe's name.</param>
/// <param name="Healthy">Whether it is healthy; a degraded probe is.</param>
/// <param name="Comment"><c>took 1.12ms</c>, <c>error</c> or <c>degraded: …</c>; empty where the report has none.</param>
/// <param name="Error">Why it is not healthy; null where the report does not say.</param>
/// <param name="DurationNanoseconds">How long the check took, in nanoseconds; 0 where the report does not say.</param>
public sealed record PhilaeReportEntry(string Name, bool Healthy, string Comment, PhilaeError? Error, long DurationNanoseconds);
