using dotnet_etcd.interfaces;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks;
using Philae.HealthChecks.Etcd;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the etcd probe.</summary>
public static class PhilaeEtcdBuilderExtensions
{
    private const string DefaultName = "etcd";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Adds a probe that reads a key of etcd, which proves a quorum, and looks for alarms, over a connection of its own that is
    /// kept from check to check.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="target">
    /// The URLs of one or more members of one cluster, <c>http://user:password@host:2379,http://host2:2379</c>, or
    /// <c>https://</c> for TLS. One member that answers correctly is enough. The default port is 2379. The user is optional.
    /// </param>
    /// <param name="name">The name in the report. Null: <c>etcd</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 3 seconds.</param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The target cannot be read, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeEtcd(
        this IHealthChecksBuilder builder,
        string target,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<EtcdProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        EtcdTarget parsed = EtcdTarget.Parse(target);
        string probeName = name ?? DefaultName;
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EtcdProbeOptions>, EtcdProbeOptionsValidator>());
        builder.Services.AddSingleton<IValidateOptions<EtcdProbeOptions>>(new EtcdTargetValidator(probeName, parsed));
        return builder.AddPhilaeProbe(
            (services, options) => new EtcdProbe(
                probeName, parsed, options, KeptFirst.Of(services, timeout ?? DefaultTimeout), services.GetRequiredService<TimeProvider>()),
            probeName, failureStatus, tags, timeout ?? DefaultTimeout, configure, DefaultName);
    }

    /// <summary>
    /// Adds a probe that reads a key of etcd, which proves a quorum, and looks for alarms, through the application's own client.
    /// </summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="client">
    /// Finds the client, once, at the first check. The application owns it: the probe never disposes it, and uses its settings,
    /// including its retries.
    /// </param>
    /// <param name="name">The name in the report. Null: <c>etcd</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 3 seconds.</param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeEtcd(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, IEtcdClient> client,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<SharedEtcdProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(client);
        string probeName = name ?? DefaultName;
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SharedEtcdProbeOptions>, SharedEtcdProbeOptionsValidator>());
        return builder.AddPhilaeProbe<SharedEtcdProbeOptions>(
            (services, options) => new EtcdClientProbe(probeName, client(services), options.Key),
            probeName, failureStatus, tags, timeout ?? DefaultTimeout, configure, DefaultName);
    }
}
