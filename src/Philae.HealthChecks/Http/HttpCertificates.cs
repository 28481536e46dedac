using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Philae.HealthChecks.Http;

/// <summary>The certificates that the options name by files, as TLS takes them.</summary>
internal static class HttpCertificates
{
    /// <summary>Trust and client certificate. Null: the options say nothing of them.</summary>
    public static SslClientAuthenticationOptions? Settings(HttpConnectionOptions options)
    {
        if (!options.HasTls)
        {
            return null;
        }

        var settings = new SslClientAuthenticationOptions();
        if (options.SkipCertificateVerification)
        {
#pragma warning disable CA5359 // what the option is for; its documentation says what it costs
            settings.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        if (options.CertificateAuthorityFile is { } authorities)
        {
            settings.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck, // an authority of one's own publishes no list
            };
            settings.CertificateChainPolicy.CustomTrustStore.AddRange(Authorities(authorities));
        }

        if (options.ClientCertificateFile is { } client)
        {
            X509Certificate2Collection chain = Client(client, options.ClientKeyFile);
            settings.ClientCertificateContext = SslStreamCertificateContext.Create(chain[0], [.. chain.Skip(1)], offline: true);
        }

        return settings;
    }

    /// <summary>The certificates in a PEM file.</summary>
    /// <exception cref="CryptographicException">It holds no certificate.</exception>
    public static X509Certificate2Collection Authorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("The file holds no certificate.");
    }

    /// <summary>The client's certificate with its key, then those of its chain.</summary>
    /// <exception cref="CryptographicException">There is no certificate, or no key that belongs to it.</exception>
    public static X509Certificate2Collection Client(string file, string? keyFile)
    {
        X509Certificate2Collection chain = Authorities(file);
        using X509Certificate2 leaf = X509Certificate2.CreateFromPemFile(file, keyFile);

        // Windows' TLS cannot use a key that is only in memory, which is what a PEM file gives.
        X509Certificate2 usable = X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pkcs12), null);
        chain[0].Dispose();
        chain[0] = usable;
        return chain;
    }
}
