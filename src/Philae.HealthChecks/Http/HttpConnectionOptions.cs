using System.Net.Security;

namespace Philae.HealthChecks;

/// <summary>Settings of every probe that uses HTTP: time limits, trust, and the client. They are validated when the host starts.</summary>
public abstract class HttpConnectionOptions : ProbeOptions
{
    private protected HttpConnectionOptions()
    {
    }

    /// <summary>
    /// The longest that a connection, with its TLS handshake, may take. From 1 millisecond to 1 day; default 2 seconds, as
    /// go-philae. Has no effect with <see cref="HttpClientName"/>.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The longest from sending the request, or from the new connection's being there, to the last byte of the response that is
    /// read; each redirect starts it anew. From 1 millisecond to 1 day; default 1 second, as go-philae, and 2 seconds for
    /// Elasticsearch and Swift. With <see cref="HttpClientName"/> it includes connecting.
    /// </summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A PEM file with the certificates of the authorities, one of which the server's certificate must come from; revocation is
    /// not looked up. Read when the host starts and at the first check. Null: the system's authorities, or as <see cref="Tls"/>
    /// says. Default: null. Not together with <see cref="Tls"/> or <see cref="HttpClientName"/>.
    /// </summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>
    /// Whether any certificate is taken, whoever issued it and for whatever host: then everyone on the way can read the
    /// password. Default: false. Not together with <see cref="CertificateAuthorityFile"/>, <see cref="Tls"/> or <see cref="HttpClientName"/>.
    /// </summary>
    public bool SkipCertificateVerification { get; set; }

    /// <summary>
    /// A PEM file with the certificate that the probe shows to the server, followed by those of the authorities between it and
    /// the root if the server needs them. Read when the host starts and at the first check. Null: none. Default: null. Not
    /// together with <see cref="Tls"/> or <see cref="HttpClientName"/>.
    /// </summary>
    public string? ClientCertificateFile { get; set; }

    /// <summary>
    /// A PEM file with the private key of <see cref="ClientCertificateFile"/>, not encrypted. Null: it is in that file too.
    /// Default: null.
    /// </summary>
    public string? ClientKeyFile { get; set; }

    /// <summary>
    /// Trust, client certificate and versions of TLS. Null: .NET's defaults. Default: null. Has no effect with <see cref="HttpClientName"/>.
    /// </summary>
    public SslClientAuthenticationOptions? Tls { get; set; }

    /// <summary>
    /// The name of a client of the application's <see cref="IHttpClientFactory"/> to send with, which behaves as it is set: its
    /// handlers, headers, version and time-out, and its own redirects, on which .NET drops the credentials. Null: a client of the probe's own, without the application's
    /// defaults, whose retries would hide what the probe is there to see. Default: null.
    /// </summary>
    public string? HttpClientName { get; set; }

    internal override string? Risk => SkipCertificateVerification
        ? $"{nameof(SkipCertificateVerification)} takes any certificate, so that everyone on the way can read what the probe sends."
        : null;

    /// <summary>Whether an option says something of TLS.</summary>
    internal bool HasTls => Tls is not null || CertificateAuthorityFile is not null || SkipCertificateVerification || ClientCertificateFile is not null;
}
