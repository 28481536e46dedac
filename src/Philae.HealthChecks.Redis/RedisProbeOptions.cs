using StackExchange.Redis;

namespace Philae.HealthChecks;

/// <summary>Settings of the Redis probe with a client of its own. They are validated when the host starts.</summary>
public sealed class RedisProbeOptions : ProbeOptions
{
    /// <summary>
    /// Which of several servers have to be well. Null: <see cref="RedisRequirement.Primary"/>, but where the target names
    /// one server, that may be a replica too. Default: null.
    /// </summary>
    public RedisRequirement? Require { get; set; }

    /// <summary>
    /// A file with the certificates of the authorities that the server's certificate must come from, PEM, or a single one in
    /// DER; read when the host starts and at the first check. Without effect where the target does not ask for TLS. Null: the system's
    /// authorities. Default: null.
    /// </summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>
    /// Changes the driver's settings, once, before the first check. The probe itself sets <c>AbortOnConnectFail</c>,
    /// <c>ConnectRetry</c> and <c>BacklogPolicy</c>, so a change to them has no effect. Null: the settings of the target.
    /// Default: null.
    /// </summary>
    public Action<ConfigurationOptions>? ConfigureClient { get; set; }
}
