using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using MySqlConnector;
using Philae.HealthChecks;
using Philae.HealthChecks.MySql;
using Philae.HealthChecks.Targets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the MySQL probe.</summary>
public static class PhilaeMySqlBuilderExtensions
{
    private const string DefaultName = "mysql";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Adds a probe that pings MySQL or MariaDB over one connection of its own, kept from check to check.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="target">
    /// A URL, <c>mysql://user:password@host:3306/database?ssl-mode=VERIFY_CA</c> or <c>mariadb://</c>, or MySqlConnector's connection string.
    /// </param>
    /// <param name="name">The name in the report. Null: <c>mysql</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 3 seconds.</param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The target cannot be read, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeMySql(
        this IHealthChecksBuilder builder,
        string target,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<MySqlProbeOptions>? configure = null)
    {
        string connectionString = MySqlTarget.Parse(target, out IReadOnlyList<string> warnings);
        return Add(
            builder, (name, services, options, limit) => MySqlProbe.Own(name, connectionString, options, limit, KeptFirst.Of(services, limit)),
            name, failureStatus, tags, timeout, configure).AddPhilaeTargetWarnings(name ?? DefaultName, warnings);
    }

    /// <summary>
    /// Adds a probe that pings MySQL or MariaDB over a connection of the application's own data source. The connection is
    /// returned after each check.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="dataSource">Finds the data source, once, at the first check. The application owns it, and the probe never disposes it.</param>
    /// <param name="name">The name in the report. Null: <c>mysql</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 3 seconds.</param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeMySql(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, MySqlDataSource> dataSource,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<MySqlProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return Add(
            builder, (name, services, options, limit) => MySqlProbe.Shared(name, dataSource(services), options, limit),
            name, failureStatus, tags, timeout, configure);
    }

    private static IHealthChecksBuilder Add(
        IHealthChecksBuilder builder,
        Func<string, IServiceProvider, MySqlProbeOptions, TimeSpan, MySqlProbe> create,
        string? name,
        HealthStatus? failureStatus,
        IEnumerable<string>? tags,
        TimeSpan? timeout,
        Action<MySqlProbeOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string probeName = name ?? DefaultName;
        TimeSpan deadline = timeout ?? DefaultTimeout;
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MySqlProbeOptions>, MySqlProbeOptionsValidator>());
        return builder.AddPhilaeProbe(Create, probeName, failureStatus, tags, deadline, configure, DefaultName);

        MySqlProbe Create(IServiceProvider services, MySqlProbeOptions options)
        {
            TimeSpan report = services.GetRequiredService<IOptions<PhilaeOptions>>().Value.Deadline;
            return create(probeName, services, options, deadline < report ? deadline : report);
        }
    }
}
