using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Philae.HealthChecks.Tls;

/// <summary>The certificates of a client's PEM files. They live as long as the client that uses them.</summary>
internal sealed class TlsFiles : IDisposable
{
    private readonly X509Certificate2Collection _authorities;
    private readonly X509Certificate2Collection _client;

    private TlsFiles(X509Certificate2Collection authorities, X509Certificate2Collection client) => (_authorities, _client) = (authorities, client);

    /// <summary>Reads the files that are named.</summary>
    /// <exception cref="Exception">A file cannot be read, or holds something else.</exception>
    public static TlsFiles Load(string? authorityFile, string? clientCertificateFile, string? clientKeyFile) => new(
        authorityFile is null ? [] : PemFile.Certificates(authorityFile),
        clientCertificateFile is null ? [] : PemFile.ClientCertificate(clientCertificateFile, clientKeyFile));

    public SslClientAuthenticationOptions Settings()
    {
        var settings = new SslClientAuthenticationOptions();
        if (_authorities.Count > 0)
        {
            settings.CertificateChainPolicy = TrustedAuthority.Policy(_authorities);
        }

        if (_client.Count > 0)
        {
            settings.ClientCertificateContext = SslStreamCertificateContext.Create(_client[0], [.. _client.Skip(1)], offline: true);
        }

        return settings;
    }

    public void Dispose()
    {
        foreach (X509Certificate2 certificate in _authorities.Concat(_client))
        {
            certificate.Dispose();
        }
    }
}
