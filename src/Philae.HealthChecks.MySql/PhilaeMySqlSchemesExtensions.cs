using Philae.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the MySQL probe to configuration.</summary>
public static class PhilaeMySqlSchemesExtensions
{
    private static readonly PhilaeConfigurationKeys<MySqlProbeOptions> Keys = new PhilaeConfigurationKeys<MySqlProbeOptions>()
        .Add(nameof(MySqlProbeOptions.CommandText), static (options, value) => options.CommandText = value);

    /// <summary>Adds <c>mysql://</c>, <c>mariadb://</c> and <c>mysql2://</c>, with the URLs of <c>AddPhilaeMySql</c>.</summary>
    /// <param name="schemes">The schemes that <c>AddPhilaeFromConfiguration</c> passes to its callback.</param>
    /// <returns>The same schemes.</returns>
    public static PhilaeProbeSchemes AddMySql(this PhilaeProbeSchemes schemes)
    {
        ArgumentNullException.ThrowIfNull(schemes);
        return schemes.Add(
            Keys,
            static (builder, probe) => builder.AddPhilaeMySql(probe.Target, probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
            "mysql://", "mariadb://", "mysql2://", "mysql:", "mariadb:");
    }
}
