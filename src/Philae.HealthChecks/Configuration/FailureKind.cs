using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Configuration;

/// <summary>What a failure may count as. Healthy would hide it.</summary>
internal enum FailureKind
{
    Unhealthy = HealthStatus.Unhealthy,
    Degraded = HealthStatus.Degraded,
}
