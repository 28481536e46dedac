namespace Philae.HealthChecks;

/// <summary>Settings of the NSQ probe. Checked when the host starts.</summary>
public sealed class NsqProbeOptions : HttpConnectionOptions
{
    /// <summary>
    /// Whether the port speaks HTTPS. Null: where <see cref="HttpConnectionOptions.Tls"/> or
    /// <see cref="HttpConnectionOptions.CertificateAuthorityFile"/> is set. Default: null.
    /// </summary>
    public bool? UseTls { get; set; }
}
