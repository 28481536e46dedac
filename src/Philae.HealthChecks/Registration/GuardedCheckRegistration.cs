using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.Engine;

namespace Philae.HealthChecks.Registration;

/// <summary>Replaces every chosen health check that is not a probe by a registration with the same settings whose runs the engine guards.</summary>
internal sealed class GuardedCheckRegistration(Func<HealthCheckRegistration, bool>? predicate) : IPostConfigureOptions<HealthCheckServiceOptions>
{
    public void PostConfigure(string? name, HealthCheckServiceOptions options)
    {
        HealthCheckRegistration[] registrations = [.. options.Registrations];
        options.Registrations.Clear();
        foreach (HealthCheckRegistration registration in registrations)
        {
            options.Registrations.Add(ProbeRegistration.Of(registration) is null && predicate?.Invoke(registration) != false ? new ProbeRegistration(registration).Check : registration);
        }
    }
}
