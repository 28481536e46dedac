using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Docker.Tests;

/// <summary>Servers that want to see a certificate of the client's.</summary>
[Trait("Servers", "Own")]
public sealed class DockerClientCertificateTests(DockerCertificates certificates)
{
    [Fact]
    public async Task Check_InFrontOfDocker_IsHealthyWithTheCertificate()
    {
        await using var docker = new DockerApiServer();
        await docker.StartAsync();
        await using var proxy = new TlsProxy(docker.Port, certificates.Server, certificates.Client.Authority);
        await using ProbeHost with = Host(proxy.Port, certificates.Client.CertificateFile, certificates.Client.KeyFile);
        await using ProbeHost without = Host(proxy.Port, null, null);

        (await ReasonAsync(with)).Should().BeNull();
        (await ReasonAsync(without)).Should().NotBeNull();
    }

    [Theory]
    [InlineData("tls1_2")]
    [InlineData("tls1_3")]
    public async Task Check_RefusedWithAnAlert_IsATlsFailure(string protocol)
    {
        await using var openSsl = new OpenSslServer(certificates.Server, certificates.Client, protocol);
        openSsl.Put("containers/json?limit=1", FakeDocker.Http("200 OK", "[]"));
        await openSsl.StartAsync();
        await using ProbeHost with = Host(openSsl.Port, certificates.Client.CertificateFile, certificates.Client.KeyFile);
        await using ProbeHost without = Host(openSsl.Port, null, null);
        await using ProbeHost withAnother = Host(openSsl.Port, certificates.Other.CertificateFile, certificates.Other.KeyFile);

        (await ReasonAsync(without)).Should().Be("probe check failed: Unable to contact docker: tls handshake failed");
        (await ReasonAsync(withAnother)).Should().Be("probe check failed: Unable to contact docker: tls handshake failed");
        (await ReasonAsync(with)).Should().BeNull();
    }

    [Fact]
    public async Task Check_KeyInTheCertificatesFile_IsFound()
    {
        string both = $"{certificates.Client.CertificateFile}.both";
        await File.WriteAllLinesAsync(both, [await File.ReadAllTextAsync(certificates.Client.KeyFile), await File.ReadAllTextAsync(certificates.Client.CertificateFile)]);
        await using var docker = new FakeDocker(FakeDocker.Http("200 OK", "[]"));
        await using var proxy = new TlsProxy(docker.Port, certificates.Server, certificates.Client.Authority);
        await using ProbeHost host = Host(proxy.Port, both, null);

        (await ReasonAsync(host)).Should().BeNull();
    }

    [Fact]
    public async Task Check_CertificateOfAnIntermediateAuthority_ShowsTheWholeChain()
    {
        using RSA key = RSA.Create(2048);
        using RSA intermediateKey = RSA.Create(2048);
        using X509Certificate2 intermediate = Issue("CN=between", intermediateKey, certificates.Client.Authority, new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 signing = intermediate.CopyWithPrivateKey(intermediateKey);
        using X509Certificate2 leaf = Issue("CN=leaf", key, signing, new X509BasicConstraintsExtension(false, false, 0, true));
        string file = $"{certificates.Client.CertificateFile}.chain";
        await File.WriteAllLinesAsync(file, [leaf.ExportCertificatePem(), intermediate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem()]);
        await using var docker = new FakeDocker(FakeDocker.Http("200 OK", "[]"));
        await using var proxy = new TlsProxy(docker.Port, certificates.Server, certificates.Client.Authority);
        await using ProbeHost host = Host(proxy.Port, file, null);

        (await ReasonAsync(host)).Should().BeNull();
    }

    private static X509Certificate2 Issue(string name, RSA key, X509Certificate2 issuer, X509Extension constraints)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(constraints);
        return request.Create(issuer, issuer.NotBefore, issuer.NotAfter, RandomNumberGenerator.GetBytes(8));
    }

    private static async Task<string?> ReasonAsync(ProbeHost host) => ProbeHost.Reason(await host.Prober.CheckAsync());

    private ProbeHost Host(int port, string? certificate, string? key) =>
        new(checks => checks.AddPhilaeDocker($"tcp://localhost:{port}", timeout: TimeSpan.FromHours(1), configure: options =>
            (options.CertificateAuthorityFile, options.ClientCertificateFile, options.ClientKeyFile) = (certificates.Server.AuthorityFile, certificate, key)));
}
