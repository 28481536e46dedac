using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks;
using Philae.HealthChecks.Redis;
using Philae.HealthChecks.Targets;
using Philae.HealthChecks.Tls;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Redis probe.</summary>
public static class PhilaeRedisBuilderExtensions
{
    private const string DefaultName = "redis";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Adds a probe that pings Redis over connections of its own, one to each server, kept from check to check.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="target">
    /// StackExchange.Redis' connection string, or a URL: <c>redis://user:password@host:6379/0</c> for one server,
    /// <c>redis://host1:6379,host2:6379</c> for several, <c>redis-sentinel://host1:26379,host2:26379/service/0</c> for Sentinel,
    /// and <c>rediss://</c> or <c>rediss-sentinel://</c> for TLS.
    /// </param>
    /// <param name="name">The name in the report. Null: <c>redis</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 3 seconds.</param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The target cannot be read, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeRedis(
        this IHealthChecksBuilder builder,
        string target,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<RedisProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ConfigurationOptions parsed = RedisTarget.Parse(target, out IReadOnlyList<string> warnings);
        string probeName = name ?? DefaultName;
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisProbeOptions>, RedisProbeOptionsValidator>());
        return builder.AddPhilaeProbe(
            (services, options) => new RedisProbe(
                probeName, ClientOptions(parsed.Clone(), options), KeptFirst.Of(services, timeout ?? DefaultTimeout), options.Require),
            probeName, failureStatus, tags, timeout ?? DefaultTimeout, configure, DefaultName).AddPhilaeTargetWarnings(probeName, warnings);
    }

    /// <summary>Adds a probe that pings Redis through the application's own client.</summary>
    /// <param name="builder">The builder that <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="client">Finds the client, once, at the first check. The application owns it, and the probe never disposes it.</param>
    /// <param name="name">The name in the report. Null: <c>redis</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Null: <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter by. Null: none.</param>
    /// <param name="timeout">The check's deadline, from 1 millisecond to 1 day. Null: 3 seconds.</param>
    /// <param name="configure">Sets the probe's options. Null: the defaults.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is out of range.</exception>
    public static IHealthChecksBuilder AddPhilaeRedis(
        this IHealthChecksBuilder builder,
        Func<IServiceProvider, IConnectionMultiplexer> client,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null,
        Action<SharedRedisProbeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(client);
        string probeName = name ?? DefaultName;
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SharedRedisProbeOptions>, SharedRedisProbeOptionsValidator>());
        return builder.AddPhilaeProbe(
            (services, options) => new SharedRedisProbe(
                probeName, client(services) ?? throw new InvalidOperationException("The factory returned no Redis client."), options.Require),
            probeName, failureStatus, tags, timeout ?? DefaultTimeout, configure, DefaultName);
    }

    private static ConfigurationOptions ClientOptions(ConfigurationOptions client, RedisProbeOptions options)
    {
        if (options.CertificateAuthorityFile is { } authority)
        {
            client.CertificateValidation += TrustedAuthority.Callback(authority);
        }

        options.ConfigureClient?.Invoke(client);
        return client;
    }
}
