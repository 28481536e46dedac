using Philae.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets configuration name MySQL probes.</summary>
public static class PhilaeMySqlSchemesExtensions
{
    private static readonly PhilaeConfigurationKeys<MySqlProbeOptions> Keys = new PhilaeConfigurationKeys<MySqlProbeOptions>()
        .Add(nameof(MySqlProbeOptions.CommandText), static (options, value) => options.CommandText = value);

    /// <summary>Adds <c>mysql://</c>, <c>mariadb://</c> and <c>mysql2://</c>: URLs as <c>AddPhilaeMySql</c> takes them.</summary>
    /// <param name="schemes">What <c>AddPhilaeProbes</c> hands out.</param>
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
