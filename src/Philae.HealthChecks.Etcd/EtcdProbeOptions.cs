namespace Philae.HealthChecks;

/// <summary>Settings of the etcd probe. They are validated when the host starts.</summary>
public sealed class EtcdProbeOptions : ProbeOptions
{
    /// <summary>
    /// The key that is asked for. It need not exist; a user who logs in must be allowed to read it. Not empty.
    /// Default: <c>philae</c>.
    /// </summary>
    public string Key { get; set; } = "philae";

    /// <summary>
    /// The user who logs in. Null: the one in the target's URL; without any, nobody logs in. Default: null.
    /// </summary>
    public string? UserName { get; set; }

    /// <summary>
    /// The user's password. Null: the one in the target's URL. Default: null.
    /// </summary>
    public string? Password { get; set; }

    /// <summary>
    /// A PEM file with the certificate authorities that the members' certificates must come from. Null: the system's
    /// authorities. Default: null. Read when a connection is made.
    /// </summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>
    /// A PEM file with the certificate that the probe shows to the members, and its intermediate ones if any. Null: none.
    /// Default: null. Read when a connection is made. Goes with <see cref="ClientKeyFile"/>.
    /// </summary>
    public string? ClientCertificateFile { get; set; }

    /// <summary>
    /// A PEM file with the private key of <see cref="ClientCertificateFile"/>, not encrypted; it may be the same file.
    /// Null: none. Default: null.
    /// </summary>
    public string? ClientKeyFile { get; set; }
}
