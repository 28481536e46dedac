namespace Philae.HealthChecks.Registration;

/// <summary>A section that was read for probes and names none.</summary>
internal sealed record EmptySection(string Path);
