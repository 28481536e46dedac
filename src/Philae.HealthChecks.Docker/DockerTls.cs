using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Philae.HealthChecks.Docker;

/// <summary>The certificates of a connection, read from their files. They live as long as the client that uses them.</summary>
internal sealed class DockerTls : IDisposable
{
    private readonly X509Certificate2Collection _authorities;
    private readonly X509Certificate2Collection _client;

    private DockerTls(X509Certificate2Collection authorities, X509Certificate2Collection client) => (_authorities, _client) = (authorities, client);

    /// <summary>Reads the files that the options name.</summary>
    /// <exception cref="Exception">A file cannot be read, or holds something else.</exception>
    public static DockerTls Load(DockerProbeOptions options) =>
        new(Authorities(options.CertificateAuthorityFile), Client(options.ClientCertificateFile, options.ClientKeyFile));

    public static X509Certificate2Collection Authorities(string? file) => file is null ? [] : Certificates(file);

    /// <summary>The client's certificate with its key, then those of its chain.</summary>
    public static X509Certificate2Collection Client(string? file, string? keyFile)
    {
        if (file is null)
        {
            return [];
        }

        X509Certificate2Collection chain = Certificates(file);
        using X509Certificate2 leaf = X509Certificate2.CreateFromPemFile(file, keyFile);

        // Windows' TLS cannot use a key that is only in memory, which is what a PEM file gives.
        X509Certificate2 usable = X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pkcs12), null);
        chain[0].Dispose();
        chain[0] = usable;
        return chain;
    }

    public SslClientAuthenticationOptions Settings()
    {
        var settings = new SslClientAuthenticationOptions();
        if (_authorities.Count > 0)
        {
            settings.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck, // an authority of one's own publishes no list
            };
            settings.CertificateChainPolicy.CustomTrustStore.AddRange(_authorities);
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

    private static X509Certificate2Collection Certificates(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("The file holds no certificate.");
    }
}
