using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks;

/// <summary>Settings of the endpoints that one call of <c>MapPhilaeHealthChecks</c> maps.</summary>
public sealed class PhilaeEndpointOptions
{
    /// <summary>Selects the registrations of the report, at each request. Null: all. Default: null.</summary>
    public Func<HealthCheckRegistration, bool>? Predicate { get; set; }

    /// <summary>
    /// The tags that select the registrations of the report. The report runs each registration that has any of these tags and
    /// that <see cref="Predicate"/> also selects. If a tag is on no registration, mapping fails. Empty: all. Default: empty.
    /// </summary>
    public ICollection<string> Tags { get; } = [];

    /// <summary>
    /// The endpoint for Kubernetes' liveness probe, <c>/_health/live</c>. It runs the registrations with the tag
    /// <see cref="PhilaeTags.Live"/>. If there are none, it reports that the process is up.
    /// </summary>
    public PhilaeSubEndpointOptions Live { get; } = new("live");

    /// <summary>
    /// The endpoint for readiness probes and load balancers, <c>/_health/ready</c>. It runs the registrations with the tag
    /// <see cref="PhilaeTags.Ready"/>. If there are none, it runs all except those with the tag <see cref="PhilaeTags.Live"/>,
    /// <see cref="PhilaeTags.Startup"/> or <see cref="PhilaeTags.External"/>. It is unhealthy as soon as the host begins to stop
    /// (<see cref="PhilaeOptions.DrainDelay"/>).
    /// </summary>
    public PhilaeSubEndpointOptions Ready { get; } = new("ready");

    /// <summary>
    /// The endpoint for Kubernetes' startup probe, <c>/_health/startup</c>. It is unhealthy until the host has started. Then it
    /// runs the registrations with the tag <see cref="PhilaeTags.Startup"/> until it is healthy once, and stays healthy.
    /// </summary>
    public PhilaeSubEndpointOptions Startup { get; } = new("startup");

    /// <summary>
    /// Whether a caller may select probes: one probe, <c>/_health/probes/{name}</c>, or all except some, <c>?exclude=name</c>.
    /// Null: only if the endpoint requires authorization (<c>RequireAuthorization()</c>). Default: null.
    /// </summary>
    public bool? AllowSelection { get; set; }

    /// <summary>Which callers see the probes, and not only the overall result. Default: <see cref="PhilaeDetails.Always"/>.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public PhilaeDetails Details
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(Details));
    } = PhilaeDetails.Always;

    /// <summary>
    /// The only port of the server, from 1 to 65535, on which the endpoints answer. On other ports they are not found. It is
    /// compared with the connection's local port, not with the <c>Host</c> header, which anyone can forge. Null: all ports.
    /// Default: null.
    /// </summary>
    public int? Port { get; set; }

    /// <summary>
    /// The HTTP status code of each health status, from 200 to 599, except those without a body (204, 205, 304). Default: 200
    /// healthy and degraded, 503 unhealthy, as in ASP.NET Core's health checks. go-philae always answers 200.
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
