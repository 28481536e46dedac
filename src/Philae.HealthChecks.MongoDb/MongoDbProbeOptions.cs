using MongoDB.Driver;

namespace Philae.HealthChecks;

/// <summary>Settings of the MongoDB probe. They are validated when the host starts.</summary>
public sealed class MongoDbProbeOptions : ProbeOptions
{
    /// <summary>
    /// The database that is pinged; it need not exist. Not empty, and without a dot. Null: the one in the target, or else
    /// <c>admin</c>. Default: null.
    /// </summary>
    public string? Database { get; set; }

    /// <summary>
    /// A PEM file with the certificate authority that the server's certificate must come from, where the target asks for TLS.
    /// Null: the system's authorities. Default: null.
    /// </summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>
    /// Changes the driver's settings each time before the probe creates a client. It overrides the settings of the target and of
    /// the probe. Null: no change. Default: null.
    /// </summary>
    public Action<MongoClientSettings>? ConfigureClient { get; set; }
}
