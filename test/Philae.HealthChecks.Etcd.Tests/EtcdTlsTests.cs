using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Etcd.Tests;

[Trait("Servers", "Own")]
public sealed class EtcdTlsTests(TlsServers servers, TestCertificates certificates) : IClassFixture<TlsServers>
{
    private const string TlsFailed = "probe check failed: Unable to contact server: tls handshake failed";

    [Fact]
    public async Task Check_TrustedAuthority_IsHealthy()
    {
        (await ReasonAsync(servers.Server, Trust(certificates.Good))).Should().BeNull();
    }

    [Fact]
    public async Task Check_UntrustedAuthority_IsTlsHandshakeFailed()
    {
        (await ReasonAsync(servers.Server, _ => { })).Should().Be(TlsFailed);
        (await ReasonAsync(servers.Server, Trust(certificates.Other))).Should().Be(TlsFailed);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("elsewhere.invalid", false)]
    public async Task Check_ExpiredOrAnotherHosts_IsTlsHandshakeFailed(string host, bool expired)
    {
        using var certificate = new TestCertificate(host, expired);
        await using var server = new EtcdServer(certificate);
        await server.StartAsync();

        (await ReasonAsync(server, Trust(certificate))).Should().Be(TlsFailed);
    }

    [Fact]
    public async Task Check_PlainTargetOfATlsServer_IsProtocolError()
    {
        (await EtcdTestExtensions.ReasonAsync($"http://127.0.0.1:{servers.Server.Port}")).Should().Be("probe check failed: Unable to contact server: protocol error");
    }

    [Fact]
    public async Task Check_TlsTargetOfAPlainServer_IsTlsHandshakeFailed()
    {
        await using var server = new EtcdServer();
        await server.StartAsync();

        (await ReasonAsync(server, _ => { })).Should().Be(TlsFailed);
    }

    [Fact]
    public async Task Check_ClientCertificate_IsHealthy()
    {
        (await ReasonAsync(servers.Mutual, Trust(certificates.Good) + Show(certificates.Good))).Should().BeNull();
    }

    // More than once, as it is a matter of luck what is seen of the refusal.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Check_NoOrAnotherAuthoritysClientCertificate_IsTlsHandshakeFailed(int time)
    {
        (await ReasonAsync(servers.Mutual, Trust(certificates.Good))).Should().Be(TlsFailed, "time {0}", time);
        (await ReasonAsync(servers.Mutual, Trust(certificates.Good) + Show(certificates.Other))).Should().Be(TlsFailed, "time {0}", time);
    }

    [Fact]
    public async Task Check_ClientCertificateNamesTheUser_NeedsNoPassword()
    {
        await using var server = new EtcdServer(certificates.Good, wantsClientCertificate: true);
        await server.StartAsync();
        await server.AddUserAsync("localhost", password: null, key: "philae");
        await server.EnableUsersAsync("r00t");
        Action<EtcdProbeOptions> mutual = Trust(certificates.Good) + Show(certificates.Good);

        (await ReasonAsync(server, mutual)).Should().BeNull();
        (await ReasonAsync(server, mutual + (options => options.Key = "other"))).Should().Be("probe check failed: Unable to contact server: access denied");
    }

    [Fact]
    public async Task Check_ServerKilledAndRestarted_IsConnectionRefusedAndHealthyAgain()
    {
        await using var server = new EtcdServer(certificates.Good);
        await server.StartAsync();
        await using ProbeHost host = EtcdTestExtensions.Host(Url(server), Trust(certificates.Good));
        (await host.ReasonAsync()).Should().BeNull();

        await server.KillAsync();
        (await host.ReasonAsync()).Should().Be("probe check failed: Unable to contact server: connection refused");

        await server.StartAsync();
        (await host.ReasonAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_CertificateFileRenewed_IsReadAtTheNextConnection()
    {
        string file = Path.Combine(servers.Server.Folder, "trusted.pem");
        File.Copy(certificates.Other.AuthorityFile, file);
        await using ProbeHost host = EtcdTestExtensions.Host(Url(servers.Server), options => options.CertificateAuthorityFile = file);
        (await host.ReasonAsync()).Should().Be(TlsFailed);

        File.Copy(certificates.Good.AuthorityFile, file, overwrite: true);
        (await host.ReasonAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_CertificateFileDeletedOrSpoilt_IsNotConfigured()
    {
        string file = Path.Combine(servers.Server.Folder, "spoilt.pem");
        File.Copy(certificates.Other.AuthorityFile, file);
        await using ProbeHost host = EtcdTestExtensions.Host(Url(servers.Server), options => options.CertificateAuthorityFile = file);
        (await host.ReasonAsync()).Should().Be(TlsFailed);

        await File.WriteAllTextAsync(file, "no certificate");
        (await host.ReasonAsync()).Should().Be("probe check failed: Unable to contact server: not configured");

        File.Delete(file);
        (await host.ReasonAsync()).Should().Be("probe check failed: Unable to contact server: not configured");
    }

    private static Task<string?> ReasonAsync(EtcdServer server, Action<EtcdProbeOptions> configure) => EtcdTestExtensions.ReasonAsync(Url(server), configure);

    private static string Url(EtcdServer server) => $"https://127.0.0.1:{server.Port}";

    private static Action<EtcdProbeOptions> Trust(TestCertificate certificate) => options => options.CertificateAuthorityFile = certificate.AuthorityFile;

    private static Action<EtcdProbeOptions> Show(TestCertificate certificate) =>
        options => (options.ClientCertificateFile, options.ClientKeyFile) = (certificate.CertificateFile, certificate.KeyFile);
}
