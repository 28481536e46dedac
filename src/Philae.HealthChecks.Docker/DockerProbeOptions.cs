namespace Philae.HealthChecks;

/// <summary>
/// Settings of the Docker probe. They are validated when the host starts. With the three files, a <c>tcp://</c> target uses TLS,
/// as with Docker's own client. A <c>unix://</c> or <c>http://</c> target accepts none of them.
/// </summary>
public sealed class DockerProbeOptions : ProbeOptions
{
    /// <summary>
    /// A PEM file with the certificate authorities that the server's certificate must come from. Null: the system's
    /// authorities. Default: null, or <c>ca.pem</c> of the environment's folder (see the target).
    /// </summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>
    /// A PEM file with the certificate that the probe shows to the server, followed by those of the authorities between it and
    /// the root if the server needs them. Null: none. Default: null, or <c>cert.pem</c> of the environment's folder.
    /// </summary>
    public string? ClientCertificateFile { get; set; }

    /// <summary>
    /// A PEM file with the private key of <see cref="ClientCertificateFile"/>, not encrypted. Null: it is in that file too.
    /// Default: null, or <c>key.pem</c> of the environment's folder.
    /// </summary>
    public string? ClientKeyFile { get; set; }
}
