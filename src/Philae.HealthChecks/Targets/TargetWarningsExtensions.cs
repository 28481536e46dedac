using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Philae.HealthChecks.Targets;

/// <summary>Passes the warnings about a probe's target to the host.</summary>
public static class TargetWarningsExtensions
{
    /// <summary>Makes the host log each text once when it starts, as a warning that names the probe.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="probe">The probe's name.</param>
    /// <param name="warnings">The result of <see cref="TargetParameters{TSettings}.Apply"/>. An empty list has no effect.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddPhilaeTargetWarnings(this IHealthChecksBuilder builder, string probe, IEnumerable<string> warnings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(probe);
        ArgumentNullException.ThrowIfNull(warnings);
        foreach (string warning in warnings)
        {
            builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TargetWarningLog>());
            builder.Services.AddSingleton(new TargetWarning(probe, warning));
        }

        return builder;
    }
}
