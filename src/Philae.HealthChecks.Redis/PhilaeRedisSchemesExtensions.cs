using Microsoft.Extensions.Configuration;
using Philae.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the Redis probe to configuration.</summary>
public static class PhilaeRedisSchemesExtensions
{
    private static readonly PhilaeConfigurationKeys<RedisProbeOptions> Keys = new PhilaeConfigurationKeys<RedisProbeOptions>()
        .Add(nameof(RedisProbeOptions.Require), static key => key.Get<RedisRequirement?>(), static (options, value) => options.Require = value)
        .Add(nameof(RedisProbeOptions.CertificateAuthorityFile), static (options, value) => options.CertificateAuthorityFile = value);

    /// <summary>
    /// Adds <c>redis://</c>, <c>valkey://</c>, <c>redis-sentinel://</c>, <c>redis+sentinel://</c>, the same with TLS
    /// (<c>rediss://</c>, …), and <c>redis+socket://</c>, with the URLs of <c>AddPhilaeRedis</c>.
    /// </summary>
    /// <param name="schemes">The schemes that <c>AddPhilaeFromConfiguration</c> passes to its callback.</param>
    /// <returns>The same schemes.</returns>
    public static PhilaeProbeSchemes AddRedis(this PhilaeProbeSchemes schemes)
    {
        ArgumentNullException.ThrowIfNull(schemes);
        return schemes.Add(
            Keys,
            static (builder, probe) => builder.AddPhilaeRedis(probe.Target, probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
            "redis://", "rediss://", "valkey://", "valkeys://", "redis-sentinel://", "rediss-sentinel://", "redis+sentinel://", "rediss+sentinel://", "redis+socket://", "redis:");
    }
}
