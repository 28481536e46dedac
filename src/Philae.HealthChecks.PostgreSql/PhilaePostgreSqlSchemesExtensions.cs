using Philae.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the PostgreSQL probe to configuration.</summary>
public static class PhilaePostgreSqlSchemesExtensions
{
    private static readonly PhilaeConfigurationKeys<PostgreSqlProbeOptions> Keys = new PhilaeConfigurationKeys<PostgreSqlProbeOptions>()
        .Add(nameof(PostgreSqlProbeOptions.CommandText), static (options, value) => options.CommandText = value!);

    /// <summary>Adds <c>postgres://</c>, <c>postgresql://</c> and <c>postgis://</c>, with the URLs of <c>AddPhilaePostgreSql</c>.</summary>
    /// <param name="schemes">The schemes that <c>AddPhilaeFromConfiguration</c> passes to its callback.</param>
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
