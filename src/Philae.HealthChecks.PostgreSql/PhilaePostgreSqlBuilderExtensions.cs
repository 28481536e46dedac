using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;
using Philae.HealthChecks;
using Philae.HealthChecks.PostgreSql;
using Philae.HealthChecks.Targets;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the PostgreSQL probe.</summary>
public static class PhilaePostgreSqlBuilderExtensions
{
    private const string DefaultName = "postgresql";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Adds a probe that queries PostgreSQL over one connection of its own, kept from check to check.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="target">
    /// A URL, <c>postgres://user:password@host:5432/database?sslmode=verify-full</c>, or Npgsql's connection string.
    /// </param>
    /// <param name="name">The name in the report. Null: <c>postgresql</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 3 seconds.</param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The target cannot be read, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaePostgreSql(
        this IHealthChecksBuilder builder,
        string target,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<PostgreSqlProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string connectionString = PostgreSqlTarget.Parse(target, out IReadOnlyList<string> warnings).ConnectionString;
        string probeName = name ?? DefaultName;
        return builder.AddProbe(
            Create,
            probeName, failureStatus, tags, timeout, configure).AddPhilaeTargetWarnings(probeName, warnings);

        PostgreSqlProbe Create(IServiceProvider services, PostgreSqlProbeOptions options)
        {
            var tls = new PostgreSqlTls();
            TimeSpan deadline = timeout ?? DefaultTimeout;
            return PostgreSqlProbe.Own(
                probeName, () => PostgreSqlClient.Create(probeName, connectionString, deadline, tls), options, KeptFirst.Of(services, deadline), tls);
        }
    }

    /// <summary>Adds a probe that queries PostgreSQL through the application's own data source.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="dataSource">Finds the data source, once, at the first check. The application owns it, and the probe never disposes it.</param>
    /// <param name="name">The name in the report. Null: <c>postgresql</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 3 seconds.</param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaePostgreSql(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, NpgsqlDataSource> dataSource,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<PostgreSqlProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        string probeName = name ?? DefaultName;
        return builder.AddProbe(
            (services, options) => PostgreSqlProbe.Shared(probeName, dataSource(services), options),
            probeName, failureStatus, tags, timeout, configure);
    }

    private static IHealthChecksBuilder AddProbe(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, PostgreSqlProbeOptions, PostgreSqlProbe> create,
        string name,
        HealthStatus? failureStatus,
        IEnumerable<string>? tags,
        TimeSpan? timeout,
        Action<PostgreSqlProbeOptions>? configure)
    {
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlProbeOptions>, PostgreSqlProbeOptionsValidator>());
        return builder.AddPhilaeProbe(create, name, failureStatus, tags, timeout ?? DefaultTimeout, configure, DefaultName);
    }
}
