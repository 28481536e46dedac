using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks;

/// <summary>Settings of the endpoints that one call maps.</summary>
public sealed class PhilaeEndpointOptions
{
    /// <summary>Chooses the registrations of the report, at each request. Null: all. Default: null.</summary>
    public Func<HealthCheckRegistration, bool>? Predicate { get; set; }

    /// <summary>
    /// Chooses the registrations of the report by tag: those with any of these, that <see cref="Predicate"/> chooses too. Each
    /// must be on some registration, or mapping fails. Empty, the default: all.
    /// </summary>
    public ICollection<string> Tags { get; } = [];

    /// <summary>
    /// For Kubernetes' liveness probe, at <c>/_health/live</c>: runs what is tagged <see cref="PhilaeTags.Live"/>, and with none says
    /// that the process is up.
    /// </summary>
    public PhilaeSubEndpointOptions Live { get; } = new("live");

    /// <summary>
    /// For readiness probes and load balancers, at <c>/_health/ready</c>: runs what is tagged <see cref="PhilaeTags.Ready"/>; or, if
    /// nothing is, all but what is tagged <see cref="PhilaeTags.Live"/>, <see cref="PhilaeTags.Startup"/> or <see cref="PhilaeTags.External"/>.
    /// Unhealthy from the moment the host is told to stop (<see cref="PhilaeOptions.DrainDelay"/>).
    /// </summary>
    public PhilaeSubEndpointOptions Ready { get; } = new("ready");

    /// <summary>
    /// For Kubernetes' startup probe, at <c>/_health/startup</c>: unhealthy until the host has started, then runs what is tagged
    /// <see cref="PhilaeTags.Startup"/> until it is healthy once, and stays healthy.
    /// </summary>
    public PhilaeSubEndpointOptions Startup { get; } = new("startup");

    /// <summary>
    /// Whether a caller may choose: one probe, <c>/_health/probes/{name}</c>, or all but some, <c>?exclude=name</c>. Null: where the
    /// endpoint demands authorization (<c>RequireAuthorization()</c>). Default: null.
    /// </summary>
    public bool? AllowSelection { get; set; }

    /// <summary>Who sees the probes and not only the verdict. Default: <see cref="PhilaeDetails.Always"/>.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public PhilaeDetails Details
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(Details));
    } = PhilaeDetails.Always;

    /// <summary>
    /// The one port of the server, from 1 to 65535, on which the endpoints answer; elsewhere they are not found. It is the
    /// connection's local port and not what the <c>Host</c> header says, which anyone can forge. Null: all ports. Default: null.
    /// </summary>
    public int? Port { get; set; }

    /// <summary>
    /// The HTTP status code of each health status, from 200 to 599, but for those without a body (204, 205, 304). Default: 200 healthy and degraded, 503 unhealthy, as
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
