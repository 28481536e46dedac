namespace Philae.HealthChecks;

/// <summary>Settings of the NSQ probe. They are validated when the host starts.</summary>
public sealed class NsqProbeOptions : HttpConnectionOptions
{
    /// <summary>
    /// Whether the port speaks HTTPS. Null: if <see cref="HttpConnectionOptions.Tls"/>, <see cref="HttpConnectionOptions.CertificateAuthorityFile"/>,
    /// <see cref="HttpConnectionOptions.SkipCertificateVerification"/> or <see cref="HttpConnectionOptions.ClientCertificateFile"/> is set. Default: null.
    /// </summary>
    public bool? UseTls { get; set; }
}
