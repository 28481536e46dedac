using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MySqlConnector;
using Philae.HealthChecks.Tls;

namespace Philae.HealthChecks.MySql;

/// <summary>Makes the data source that a probe keeps for itself.</summary>
internal static class MySqlClient
{
    /// <returns>The data source, and what reads the authority's file before each connection.</returns>
    public static (MySqlDataSource Source, Action ReadAuthority) Create(MySqlConnectionStringBuilder settings)
    {
        string file = settings.CertificateFile;
        string password = settings.CertificatePassword;
        string authority = settings.SslCa;
        bool verifiesHost = settings.SslMode == MySqlSslMode.VerifyFull;
        bool verifies = authority.Length > 0 && settings.SslMode is MySqlSslMode.VerifyCA or MySqlSslMode.VerifyFull;
        if (file.Length > 0)
        {
            // The driver would read the certificate itself, but shows its password in its spans.
            (settings.CertificateFile, settings.CertificatePassword) = ("", "");
        }

        if (verifies)
        {
            // The driver would accept a certificate that is for clients only. It calls back in this mode alone.
            (settings.SslCa, settings.SslMode) = ("", MySqlSslMode.Required);
        }

        var builder = new MySqlDataSourceBuilder(settings.ConnectionString);
        if (file.Length > 0)
        {
            builder.UseClientCertificatesCallback(certificates =>
            {
                certificates.Add(X509CertificateLoader.LoadPkcs12FromFile(file, password));
                return default;
            });
        }

        RemoteCertificateValidationCallback? trust = null;
        if (verifies)
        {
            builder.UseRemoteCertificateValidationCallback((sender, certificate, chain, errors) =>
                trust?.Invoke(sender, certificate, chain, verifiesHost ? errors : errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == true);
        }

        return (builder.Build(), () => trust = verifies ? Trust(authority) : null);
    }

    private static RemoteCertificateValidationCallback Trust(string authority)
    {
        try
        {
            return TrustedAuthority.Callback(authority);
        }
        catch (CryptographicException exception)
        {
            // To tell it from the server's certificate, for which .NET throws the same.
            throw new InvalidDataException("No certificate can be read from the file of the authority.", exception);
        }
    }
}
