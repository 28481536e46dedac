using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Docker.Tests;

public sealed class DockerTlsTests(DockerCertificates certificates) : IAsyncDisposable
{
    private const string HandshakeFailed = "probe check failed: Unable to contact docker: tls handshake failed";

    private readonly FakeDocker _docker = new(FakeDocker.Http("200 OK", "[]"));
    private readonly string _folder = Directory.CreateTempSubdirectory("philae-test-").FullName;

    [Theory]
    [InlineData("https")]
    [InlineData("tcp")]
    [Trait("Servers", "Own")]
    public async Task Check_TrustedAuthorityInFrontOfDocker_IsHealthyOverOneConnection(string scheme)
    {
        await using var docker = new DockerApiServer();
        await docker.StartAsync();
        await using var proxy = new TlsProxy(docker.Port, certificates.Server);
        await using ProbeHost host = Host($"{scheme}://localhost:{proxy.Port}", o => o.CertificateAuthorityFile = certificates.Server.AuthorityFile);

        (await ReasonAsync(host)).Should().BeNull();
        (await ReasonAsync(host)).Should().BeNull();
        proxy.Accepted.Should().Be(1);
    }

    [Fact]
    public async Task Check_NoAuthorityGiven_TrustsTheSystemsAlone()
    {
        await using var proxy = new TlsProxy(_docker.Port, certificates.Server);
        await using ProbeHost host = Host($"https://localhost:{proxy.Port}");

        (await ReasonAsync(host)).Should().Be(HandshakeFailed);
    }

    [Theory]
    [InlineData("another authority")]
    [InlineData("another name")]
    [InlineData("expired")]
    public async Task Check_CertificateNotGood_IsATlsFailure(string what)
    {
        (TestCertificate shown, TestCertificate trusted) = what switch
        {
            "another authority" => (certificates.Server, certificates.Other),
            "another name" => (certificates.Other, certificates.Other),
            _ => (certificates.Expired, certificates.Expired),
        };
        await using var proxy = new TlsProxy(_docker.Port, shown);
        await using ProbeHost host = Host($"https://localhost:{proxy.Port}", o => o.CertificateAuthorityFile = trusted.AuthorityFile);

        (await ReasonAsync(host)).Should().Be(HandshakeFailed);
        _docker.Requests.Should().BeEmpty("nothing is sent to a server that is not trusted");
    }

    [Fact]
    public async Task Check_AuthorityRenewedAfterAFailure_IsReadAnew()
    {
        string authority = Path.Combine(_folder, "ca.pem");
        File.Copy(certificates.Other.AuthorityFile, authority);
        await using var proxy = new TlsProxy(_docker.Port, certificates.Server);
        await using ProbeHost host = Host($"https://localhost:{proxy.Port}", o => o.CertificateAuthorityFile = authority);

        (await ReasonAsync(host)).Should().Be(HandshakeFailed);
        File.Copy(certificates.Server.AuthorityFile, authority, overwrite: true);

        (await ReasonAsync(host)).Should().BeNull();
    }

    [Fact]
    public async Task Check_AuthorityGoneAfterAFailure_IsNotConfigured()
    {
        string authority = Path.Combine(_folder, "ca.pem");
        File.Copy(certificates.Other.AuthorityFile, authority);
        await using var proxy = new TlsProxy(_docker.Port, certificates.Server);
        await using ProbeHost host = Host($"https://localhost:{proxy.Port}", o => o.CertificateAuthorityFile = authority);

        (await ReasonAsync(host)).Should().Be(HandshakeFailed);
        File.Delete(authority);

        (await ReasonAsync(host)).Should().Be("probe check failed: Unable to contact docker: not configured");
    }

    [Fact]
    [Trait("Servers", "Own")]
    public async Task Check_TlsToAPlainPort_IsATlsFailure()
    {
        await using var docker = new DockerApiServer();
        await docker.StartAsync();
        await using ProbeHost host = Host($"https://127.0.0.1:{docker.Port}");

        (await ReasonAsync(host)).Should().Be(HandshakeFailed);
    }

    public async ValueTask DisposeAsync()
    {
        await _docker.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static ProbeHost Host(string target, Action<DockerProbeOptions>? configure = null) =>
        new(checks => checks.AddPhilaeDocker(target, timeout: TimeSpan.FromHours(1), configure: configure));

    private static async Task<string?> ReasonAsync(ProbeHost host) => ProbeHost.Reason(await host.Prober.CheckAsync());
}
