using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Philae.HealthChecks.TestKit.Servers;
using Philae.HealthChecks.Tls;

namespace Philae.HealthChecks.MongoDb.Tests;

/// <summary>Certificates that the fake server does not show.</summary>
public sealed class TrustedAuthorityTests : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private readonly TestCertificate _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(ServerAuthentication, true)]
    [InlineData(ClientAuthentication, false)]
    public void Trust_CertificateForAnotherUse_IsRefused(string use, bool trusted)
    {
        using RSA key = RSA.Create(2048);
        using X509Certificate2 server = Issue(_authority.Authority, key, new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));

        IsTrusted(server).Should().Be(trusted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Trust_CertificateOfAnIntermediateAuthority_IsTrustedWhereTheServerSendsThatToo(bool sent)
    {
        using RSA intermediateKey = RSA.Create(2048);
        using RSA key = RSA.Create(2048);
        using X509Certificate2 intermediate = Issue(_authority.Authority, intermediateKey, new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 signing = intermediate.CopyWithPrivateKey(intermediateKey);
        using X509Certificate2 server = Issue(signing, key, new X509BasicConstraintsExtension(false, false, 0, false));

        IsTrusted(server, sent ? [intermediate] : []).Should().Be(sent);
    }

    private bool IsTrusted(X509Certificate2 server, params X509Certificate2[] sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        return TrustedAuthority.Callback(_authority.AuthorityFile)(this, server, chain, SslPolicyErrors.RemoteCertificateChainErrors);
    }

    private static X509Certificate2 Issue(X509Certificate2 issuer, RSA key, X509Extension extension)
    {
        var request = new CertificateRequest($"CN={Guid.NewGuid()}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(extension);
        return request.Create(issuer, issuer.NotBefore, issuer.NotAfter, RandomNumberGenerator.GetBytes(8));
    }
}
