using Philae.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets configuration name PostgreSQL probes.</summary>
public static class PhilaePostgreSqlSchemesExtensions
{
    private static readonly PhilaeConfigurationKeys<PostgreSqlProbeOptions> Keys = new PhilaeConfigurationKeys<PostgreSqlProbeOptions>()
        .Add(nameof(PostgreSqlProbeOptions.CommandText), static (options, value) => options.CommandText = value!);

    /// <summary>Adds <c>postgres://</c>, <c>postgresql://</c> and <c>postgis://</c>: URLs as <c>AddPhilaePostgreSql</c> takes them.</summary>
    /// <param name="schemes">What <c>AddPhilaeProbes</c> hands out.</param>
    /// <returns>The same schemes.</returns>
    public static PhilaeProbeSchemes AddPostgreSql(this PhilaeProbeSchemes schemes)
    {
        ArgumentNullException.ThrowIfNull(schemes);
        return schemes.Add(
            Keys,
            static (builder, probe) => builder.AddPhilaePostgreSql(probe.Target, probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
            "postgres://", "postgresql://", "postgis://", "postgres:", "postgresql:");
    }
}
