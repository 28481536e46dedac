using Microsoft.Extensions.Configuration;
using Philae.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets configuration name Redis probes.</summary>
public static class PhilaeRedisSchemesExtensions
{
    private static readonly PhilaeConfigurationKeys<RedisProbeOptions> Keys = new PhilaeConfigurationKeys<RedisProbeOptions>()
        .Add(nameof(RedisProbeOptions.Require), static key => key.Get<RedisRequirement?>(), static (options, value) => options.Require = value)
        .Add(nameof(RedisProbeOptions.CertificateAuthorityFile), static (options, value) => options.CertificateAuthorityFile = value);

    /// <summary>Adds <c>redis://</c>, <c>valkey://</c>, <c>redis-sentinel://</c>, <c>redis+sentinel://</c>, those with TLS (<c>rediss://</c>, …), and <c>redis+socket://</c>: URLs as <c>AddPhilaeRedis</c> takes them.</summary>
    /// <param name="schemes">What <c>AddPhilaeProbes</c> hands out.</param>
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
