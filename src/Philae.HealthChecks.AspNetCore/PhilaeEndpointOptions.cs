using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks;

/// <summary>Settings of one endpoint.</summary>
public sealed class PhilaeEndpointOptions
{
    /// <summary>Chooses the registrations that the endpoint checks. Null: all. Default: null.</summary>
    public Func<HealthCheckRegistration, bool>? Predicate { get; set; }

    /// <summary>
    /// The HTTP status code of each health status, from 100 to 599. Default: 200 healthy and degraded, 503 unhealthy, as
    /// ASP.NET Core's health checks; go-philae always answers 200.
    /// </summary>
    public IDictionary<HealthStatus, int> ResultStatusCodes { get; } = new Dictionary<HealthStatus, int>
    {
        [HealthStatus.Healthy] = StatusCodes.Status200OK,
        [HealthStatus.Degraded] = StatusCodes.Status200OK,
        [HealthStatus.Unhealthy] = StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>How the report is written. The defaults are go-philae's format.</summary>
    public PhilaeReportOptions Report { get; } = new();
}
