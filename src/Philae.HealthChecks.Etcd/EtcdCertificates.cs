using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Philae.HealthChecks.Etcd;

/// <summary>What the options' PEM files hold, for as long as a connection uses it.</summary>
internal sealed class EtcdCertificates : IDisposable
{
    private readonly X509Certificate2Collection _loaded = [];

    private EtcdCertificates()
    {
    }

    public SslClientAuthenticationOptions Tls { get; } = new();

    public static EtcdCertificates Load(EtcdProbeOptions options)
    {
        var certificates = new EtcdCertificates();
        try
        {
            if (options.CertificateAuthorityFile is { } authorities)
            {
                certificates.Trust(authorities);
            }

            if (options.ClientCertificateFile is { } certificate)
            {
                certificates.Show(certificate, options.ClientKeyFile);
            }

            return certificates;
        }
        catch
        {
            certificates.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (X509Certificate2 certificate in _loaded)
        {
            certificate.Dispose();
        }
    }

    private void Trust(string file)
    {
        X509Certificate2Collection authorities = FromPem(file);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        Tls.CertificateChainPolicy = policy;
    }

    private void Show(string file, string? keyFile)
    {
        X509Certificate2Collection chain = FromPem(file);
        using X509Certificate2 pem = X509Certificate2.CreateFromPemFile(file, keyFile);

        // A key that was only read from a PEM file cannot be used for TLS on Windows.
        X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        _loaded.Add(certificate);
        Tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    private X509Certificate2Collection FromPem(string file)
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPemFile(file);
        _loaded.AddRange(found);
        return found.Count > 0 ? found : throw new CryptographicException($"There is no certificate in '{file}'.");
    }
}
