using StackExchange.Redis;

namespace Philae.HealthChecks;

/// <summary>Settings of the Redis probe. Checked when the host starts.</summary>
public sealed class RedisProbeOptions : ProbeOptions
{
    /// <summary>
    /// A PEM file with the certificate authority that the server's certificate must come from. Null: the system's
    /// authorities. Default: null. Not for a client of the application's own, which has settings of its own.
    /// </summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>
    /// Changes the driver's settings before the probe's client is made. Null: as the target says. Default: null. Not for a
    /// client of the application's own.
    /// </summary>
    public Action<ConfigurationOptions>? ConfigureClient { get; set; }
}
