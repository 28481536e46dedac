using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks;
using Philae.HealthChecks.Sample;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the sample probe.</summary>
public static class PhilaeSampleBuilderExtensions
{
    private const string Kind = "sample";

    /// <summary>Adds a probe whose outcome is fixed, for demonstrations and tests.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="healthy">The outcome. Default: true.</param>
    /// <param name="name">The name in the report. Null: <c>sample</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 3 seconds.</param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeSample(
        this IHealthChecksBuilder builder,
        bool healthy = true,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<SampleProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string probeName = name ?? Kind;
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SampleProbeOptions>, SampleProbeOptionsValidator>());
        return builder.AddPhilaeProbe(
            (services, options) => new SampleProbe(probeName, healthy, options, services.GetRequiredService<TimeProvider>()),
            probeName, failureStatus, tags, timeout ?? TimeSpan.FromSeconds(3), configure, Kind);
    }
}
