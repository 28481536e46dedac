using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>What Microsoft's engine does with a registration, but on the caller's own thread: whoever has the task back has joined the run.</summary>
internal static class MicrosoftEngine
{
    public static Task<HealthCheckResult> Call(ProbeHost host, CancellationToken cancellationToken = default) => Turn(host)(cancellationToken);

    /// <summary>Makes the check, whose turn may come later.</summary>
    public static Func<CancellationToken, Task<HealthCheckResult>> Turn(ProbeHost host)
    {
        HealthCheckRegistration registration = host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single();
        IHealthCheck check = registration.Factory(host.Services);
        return cancellationToken => check.CheckHealthAsync(new HealthCheckContext { Registration = registration }, cancellationToken);
    }
}
