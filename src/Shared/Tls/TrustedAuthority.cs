using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Philae.HealthChecks.Tls;

/// <summary>Trusts the server certificates of given authorities and of no others.</summary>
internal static class TrustedAuthority
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public static X509ChainPolicy Policy(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck, // a private authority publishes no list
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return policy;
    }

    /// <summary>For drivers that take a callback. The certificate must be for the target's host.</summary>
    /// <param name="file">Holds the authorities' certificates.</param>
    /// <exception cref="CryptographicException">The file holds no certificate.</exception>
    public static RemoteCertificateValidationCallback Callback(string file)
    {
        X509Certificate2Collection authorities = PemFile.Certificates(file);
        return (_, certificate, sent, errors) =>
            (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None
            && certificate is X509Certificate2 server
            && IsTrusted(server, sent, authorities);
    }

    private static bool IsTrusted(X509Certificate2 server, X509Chain? sent, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain { ChainPolicy = Policy(authorities) };
        if (sent is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        }

        return chain.Build(server);
    }
}
