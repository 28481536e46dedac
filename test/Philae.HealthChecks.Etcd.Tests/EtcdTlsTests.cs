using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Etcd.Tests;

[Trait("Servers", "Own")]
public sealed class EtcdTlsTests
{
    private const string TlsFailed = "probe check failed: Unable to contact server: tls handshake failed";

    [Fact]
    public async Task Check_TrustedAuthority_IsHealthy()
    {
        using var certificate = new TestCertificate();
        await using EtcdServer server = await StartAsync(certificate);

        (await EtcdTestExtensions.ReasonAsync(Url(server), options => options.CertificateAuthorityFile = certificate.AuthorityFile)).Should().BeNull();
    }

    [Fact]
    public async Task Check_UntrustedAuthority_IsTlsHandshakeFailed()
    {
        using var certificate = new TestCertificate();
        using var other = new TestCertificate();
        await using EtcdServer server = await StartAsync(certificate);

        (await EtcdTestExtensions.ReasonAsync(Url(server))).Should().Be(TlsFailed);
        (await EtcdTestExtensions.ReasonAsync(Url(server), options => options.CertificateAuthorityFile = other.AuthorityFile)).Should().Be(TlsFailed);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("elsewhere.invalid", false)]
    public async Task Check_ExpiredOrAnotherHosts_IsTlsHandshakeFailed(string host, bool expired)
    {
        using var certificate = new TestCertificate(host, expired);
        await using EtcdServer server = await StartAsync(certificate);

        (await EtcdTestExtensions.ReasonAsync(Url(server), options => options.CertificateAuthorityFile = certificate.AuthorityFile)).Should().Be(TlsFailed);
    }

    [Fact]
    public async Task Check_PlainTargetOfATlsServer_SaysSomething()
    {
        using var certificate = new TestCertificate();
        await using EtcdServer server = await StartAsync(certificate);

        (await EtcdTestExtensions.ReasonAsync($"http://127.0.0.1:{server.Port}")).Should().Be("probe check failed: Unable to contact server: protocol error");
    }

    [Fact]
    public async Task Check_TlsTargetOfAPlainServer_IsTlsHandshakeFailed()
    {
        await using var server = new EtcdServer();
        await server.StartAsync();

        (await EtcdTestExtensions.ReasonAsync($"https://127.0.0.1:{server.Port}")).Should().Be(TlsFailed);
    }

    [Fact]
    public async Task Check_ClientCertificate_IsHealthyWithAndTlsHandshakeFailedWithout()
    {
        using var certificate = new TestCertificate();
        await using EtcdServer server = await StartAsync(certificate, wantsClientCertificate: true);

        (await EtcdTestExtensions.ReasonAsync(Url(server), options => Mutual(options, certificate, certificate))).Should().BeNull();
        (await EtcdTestExtensions.ReasonAsync(Url(server), options => options.CertificateAuthorityFile = certificate.AuthorityFile)).Should().Be(TlsFailed);
    }

    [Fact]
    public async Task Check_ClientCertificateOfAnotherAuthority_IsTlsHandshakeFailed()
    {
        using var certificate = new TestCertificate();
        using var other = new TestCertificate();
        await using EtcdServer server = await StartAsync(certificate, wantsClientCertificate: true);

        (await EtcdTestExtensions.ReasonAsync(Url(server), options => Mutual(options, certificate, other))).Should().Be(TlsFailed);
    }

    [Fact]
    public async Task Check_ClientCertificateNamesTheUser_NeedsNoPassword()
    {
        using var certificate = new TestCertificate();
        await using EtcdServer server = await StartAsync(certificate, wantsClientCertificate: true);
        await server.AddUserAsync("localhost", password: null, key: "philae");
        await server.EnableUsersAsync("r00t");

        (await EtcdTestExtensions.ReasonAsync(Url(server), options => Mutual(options, certificate, certificate))).Should().BeNull();
    }

    [Fact]
    public async Task Check_CertificateFilesRenewed_AreReadAtTheNextConnection()
    {
        using var certificate = new TestCertificate();
        using var other = new TestCertificate();
        string file = Path.Combine(Path.GetDirectoryName(other.AuthorityFile)!, "trusted.pem");
        File.Copy(other.AuthorityFile, file);
        await using EtcdServer server = await StartAsync(certificate);
        await using ProbeHost host = EtcdTestExtensions.Host(Url(server), options => options.CertificateAuthorityFile = file);
        (await host.ReasonAsync()).Should().Be(TlsFailed);

        File.Copy(certificate.AuthorityFile, file, overwrite: true);
        (await host.ReasonAsync()).Should().BeNull();
    }

    private static async Task<EtcdServer> StartAsync(TestCertificate certificate, bool wantsClientCertificate = false)
    {
        var server = new EtcdServer(certificate, wantsClientCertificate);
        await server.StartAsync();
        return server;
    }

    private static string Url(EtcdServer server) => $"https://127.0.0.1:{server.Port}";

    private static void Mutual(EtcdProbeOptions options, TestCertificate trusted, TestCertificate shown)
    {
        options.CertificateAuthorityFile = trusted.AuthorityFile;
        options.ClientCertificateFile = shown.CertificateFile;
        options.ClientKeyFile = shown.KeyFile;
    }
}
