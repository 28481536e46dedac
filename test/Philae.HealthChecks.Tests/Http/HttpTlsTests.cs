using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Tests.Http;

public sealed class HttpTlsTests : IDisposable
{
    private const string Untrusted = "Unable to send request: tls handshake failed";
    private readonly TestCertificate _certificate = new();

    public void Dispose() => _certificate.Dispose();

    internal static SslClientAuthenticationOptions Trust(TestCertificate certificate) => new()
    {
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { certificate.Authority },
            RevocationMode = X509RevocationMode.NoCheck, // the test authority publishes no list
        },
    };

    [Fact]
    public async Task Check_AuthorityOfTheOptions_IsTrusted()
    {
        await using HttpServer server = (await HttpServer.StartAsync(_certificate)).On("/", 200);

        (await HttpCheck.ErrorAsync(server.Url(), options => options.Tls = Trust(_certificate))).Should().BeNull();
        server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Check_AuthorityFile_IsTrustedAndNoOther()
    {
        using var other = new TestCertificate();
        await using HttpServer server = (await HttpServer.StartAsync(_certificate)).On("/", 200);

        (await HttpCheck.ErrorAsync(server.Url(), options => options.CertificateAuthorityFile = _certificate.AuthorityFile)).Should().BeNull();
        (await HttpCheck.ErrorAsync(server.Url(), options => options.CertificateAuthorityFile = other.AuthorityFile)).Should().Be(Untrusted);
    }

    [Fact]
    public async Task Check_UnknownAuthority_IsNotTrusted()
    {
        await using HttpServer server = await HttpServer.StartAsync(_certificate);

        (await HttpCheck.ErrorAsync(server.Url())).Should().Be(Untrusted);
    }

    [Fact]
    public async Task Check_ExpiredCertificate_IsNotTrusted()
    {
        using var expired = new TestCertificate(expired: true);
        await using HttpServer server = await HttpServer.StartAsync(expired);

        (await HttpCheck.ErrorAsync(server.Url(), options => options.Tls = Trust(expired))).Should().Be(Untrusted);
    }

    [Fact]
    public async Task Check_CertificateOfAnotherName_IsNotTrusted()
    {
        using var other = new TestCertificate("other.example");
        await using HttpServer server = await HttpServer.StartAsync(other);

        (await HttpCheck.ErrorAsync(server.Url(), options => options.Tls = Trust(other))).Should().Be(Untrusted);
        server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Check_ClientCertificate_IsSent()
    {
        string? seen = null;
        await using HttpServer server = await StartDemandingAsync();
        server.On("/", context =>
        {
            seen = context.Connection.ClientCertificate?.Thumbprint;
            return Task.CompletedTask;
        });

        string? error = await HttpCheck.ErrorAsync(server.Url(), options =>
        {
            options.Tls = Trust(_certificate);
            options.Tls.ClientCertificates = [_certificate.Certificate];
        });

        error.Should().BeNull();
        seen.Should().Be(_certificate.Certificate.Thumbprint);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_ClientCertificateFile_IsSent(bool keyIsInTheSameFile)
    {
        string? seen = null;
        await using HttpServer server = await StartDemandingAsync();
        server.On("/", context =>
        {
            seen = context.Connection.ClientCertificate?.Thumbprint;
            return Task.CompletedTask;
        });
        if (keyIsInTheSameFile)
        {
            await File.AppendAllTextAsync(_certificate.CertificateFile, Environment.NewLine + await File.ReadAllTextAsync(_certificate.KeyFile));
        }

        string? error = await HttpCheck.ErrorAsync(server.Url(), options =>
        {
            options.CertificateAuthorityFile = _certificate.AuthorityFile;
            options.ClientCertificateFile = _certificate.CertificateFile;
            options.ClientKeyFile = keyIsInTheSameFile ? null : _certificate.KeyFile;
        });

        error.Should().BeNull();
        seen.Should().Be(_certificate.Certificate.Thumbprint);
    }

    [Fact]
    public async Task Check_VerificationSkipped_TakesAnyCertificate()
    {
        using var other = new TestCertificate("other.example", expired: true);
        await using HttpServer server = (await HttpServer.StartAsync(other)).On("/", 200);

        (await HttpCheck.ErrorAsync(server.Url(), static options => options.SkipCertificateVerification = true)).Should().BeNull();
        (await HttpCheck.ErrorAsync(server.Url())).Should().Be(Untrusted);
    }

    [Fact]
    public async Task Check_ClientCertificateMissing_IsUnhealthy()
    {
        await using HttpServer server = await StartDemandingAsync();

        string? error = await HttpCheck.ErrorAsync(server.Url(), options => options.Tls = Trust(_certificate));

        error.Should().StartWith("Unable to send request: ", "a TLS 1.3 server refuses when the client's handshake is already over");
        server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Check_PlainServerBehindHttps_IsATlsFailure()
    {
        await using HttpServer server = (await HttpServer.StartAsync()).On("/", 200);

        (await HttpCheck.ErrorAsync($"https://127.0.0.1:{server.Port}/")).Should().Be(Untrusted);
    }

    [Fact]
    public async Task Check_HangsUpInTheHandshake_IsATlsFailure()
    {
        await using var server = new RawServer(async (stream, stop) => _ = await stream.ReadAsync(new byte[64 * 1024], stop));

        (await HttpCheck.ErrorAsync($"https://127.0.0.1:{server.Port}/")).Should().Be(Untrusted);
    }

    private Task<HttpServer> StartDemandingAsync() => HttpServer.StartAsync(_certificate, tls: options =>
    {
        options.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        options.AllowAnyClientCertificate();
    });
}
