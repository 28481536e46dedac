using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Philae.HealthChecks.Tls;

/// <summary>Reads certificates and keys from PEM files; a single certificate may be DER.</summary>
internal static class PemFile
{
    /// <summary>The certificates in a file.</summary>
    /// <exception cref="CryptographicException">The file holds no certificate.</exception>
    public static X509Certificate2Collection Certificates(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates.Count > 0 ? certificates : [X509CertificateLoader.LoadCertificateFromFile(file)];
    }

    /// <summary>The client's certificate with its key, then the other certificates of its chain.</summary>
    /// <param name="file">Holds the certificates.</param>
    /// <param name="keyFile">Holds the key. Null: <paramref name="file"/> does.</param>
    /// <exception cref="CryptographicException">There is no certificate, or no unencrypted key that belongs to it.</exception>
    public static X509Certificate2Collection ClientCertificate(string file, string? keyFile)
    {
        X509Certificate2Collection chain = Certificates(file);
        using X509Certificate2 leaf = X509Certificate2.CreateFromPemFile(file, keyFile);

        // TLS on Windows cannot use a key that exists only in memory, which is what a PEM file gives.
        X509Certificate2 usable = X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pkcs12), null);
        chain[0].Dispose();
        chain[0] = usable;
        return chain;
    }

    /// <summary>Whether the certificates can be read.</summary>
    public static bool CanRead(Func<X509Certificate2Collection> read)
    {
        try
        {
            foreach (X509Certificate2 certificate in read())
            {
                certificate.Dispose();
            }

            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
