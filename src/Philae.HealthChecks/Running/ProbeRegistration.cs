using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Running;

/// <summary>
/// A probe's registration with Microsoft's engine, and the key under which the container keeps the probe and its runner:
/// made once, disposed with the host.
/// </summary>
internal sealed class ProbeRegistration
{
    public ProbeRegistration(string name, HealthStatus? failureStatus, IEnumerable<string>? tags, TimeSpan? timeout) =>
        Check = new HealthCheckRegistration(name, Create, failureStatus, tags, timeout);

    /// <summary>What the engine knows.</summary>
    public HealthCheckRegistration Check { get; }

    /// <summary>Whether a registration is a probe, which keeps its own deadline, or any other health check.</summary>
    public static bool IsProbe(HealthCheckRegistration registration) => registration.Factory.Target is ProbeRegistration;

    private ProbeHealthCheck Create(IServiceProvider services) => new(services.GetRequiredKeyedService<ProbeRunner>(this));
}
