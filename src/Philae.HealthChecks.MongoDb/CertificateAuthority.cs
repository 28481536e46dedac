using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Philae.HealthChecks.MongoDb;

/// <summary>Trusts the certificates of one authority and of no other, for the host that was asked for.</summary>
internal static class CertificateAuthority
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <exception cref="CryptographicException">There is no certificate in the file.</exception>
    public static RemoteCertificateValidationCallback Trust(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0
            ? (_, certificate, chain, errors) => certificate is X509Certificate2 server && IsTrusted(server, chain, errors, authorities)
            : throw new CryptographicException("There is no certificate in the file of the authority.");
    }

    private static bool IsTrusted(X509Certificate2 server, X509Chain? sent, SslPolicyErrors errors, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (sent is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        }

        return (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None && chain.Build(server);
    }
}
