using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MySqlConnector;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.MySql.Tests;

[Trait("Servers", "Own")]
public sealed class MySqlLoginTests(MySqlServers servers)
{
    private const string Level = "probe check failed: unable to contact MySQL host";

    [Fact]
    public async Task Check_DatabaseWithoutRightToIt_IsDenied()
    {
        HealthReport report = await CheckAsync(MariaDbServerExtensions.Url(servers.Own.Port, database: "mysql"));

        ProbeHost.Reason(report).Should().Be($"{Level}: access denied");
    }

    [Fact]
    public async Task Check_UnknownDatabase_IsAnUnexpectedResponse()
    {
        await using MySqlConnection administrator = await servers.Own.AdministratorAsync();
        string user = await administrator.NewAccountAsync();
        await administrator.AskAsync($"grant select on *.* to '{user}'@'127.0.0.1'");

        ProbeHost.Reason(await CheckAsync(MariaDbServerExtensions.Url(servers.Own.Port, user, database: "nowhere"))).Should().Be($"{Level}: unexpected response");
        ProbeHost.Reason(await CheckAsync(MariaDbServerExtensions.Url(servers.Own.Port, user, database: "mysql"))).Should().BeNull();
    }

    [Fact]
    public async Task Check_AccountHasItsLastConnection_IsUnavailable()
    {
        await using MySqlConnection administrator = await servers.Own.AdministratorAsync();
        string user = await administrator.NewAccountAsync("with max_user_connections 1");
        await using var host = new ProbeHost(builder => builder.AddPhilaeMySql(MariaDbServerExtensions.Url(servers.Own.Port, user)));
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        ProbeHost.Reason(await CheckAsync(MariaDbServerExtensions.Url(servers.Own.Port, user))).Should().Be($"{Level}: unavailable");
    }

    [Fact]
    public async Task Check_LockedAccount_IsAFailedAuthentication()
    {
        await using MySqlConnection administrator = await servers.Own.AdministratorAsync();
        string user = await administrator.NewAccountAsync("account lock");

        ProbeHost.Reason(await CheckAsync(MariaDbServerExtensions.Url(servers.Own.Port, user))).Should().Be($"{Level}: authentication failed");
    }

    [Fact]
    public async Task Check_UnixSocket_IsHealthy()
    {
        (await CheckAsync($"Server={servers.Own.Folder}/m.sock;User ID=root")).Status.Should().Be(HealthStatus.Healthy);
    }

    [Theory]
    [InlineData("verify_identity")]
    [InlineData("verify_ca")]
    public async Task Check_TlsWithTheRightAuthority_IsHealthy(string mode)
    {
        HealthReport report = await CheckAsync(servers.Own.Url($"ssl-mode={mode}&ssl-ca={servers.Certificate.AuthorityFile}"));

        ProbeHost.Reason(report).Should().BeNull();
    }

    [Theory]
    [InlineData("ssl-mode=VERIFY_CA")]
    [InlineData("ssl-mode=VERIFY_IDENTITY")]
    [InlineData("tls=true")]
    public async Task Check_TlsWithAnUnknownAuthority_IsAFailedHandshake(string query) =>
        ProbeHost.Reason(await CheckAsync(servers.Own.Url(query))).Should().Be($"{Level}: tls handshake failed");

    [Fact]
    public async Task Check_TlsWithAnotherAuthority_IsAFailedHandshake()
    {
        using var other = new TestCertificate();

        HealthReport report = await CheckAsync(servers.Own.Url($"ssl-mode=verify_ca&ssl-ca={other.AuthorityFile}"));

        ProbeHost.Reason(report).Should().Be($"{Level}: tls handshake failed");
    }

    [Theory]
    [InlineData("tls=skip-verify", true)]
    [InlineData("tls=preferred", true)]
    [InlineData("", true)]
    [InlineData("tls=false", false)]
    public async Task Check_TlsAsAskedFor_IsWhatTheServerSees(string query, bool encrypted)
    {
        object? cipher = null;
        await using var host = new ProbeHost(builder => builder.AddPhilaeMySql(servers.Own.Url(query), configure: options =>
        {
            options.CommandText = "select variable_value from information_schema.session_status where variable_name = 'SSL_CIPHER'";
            options.Checker = result => cipher = result;
        }));

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        (cipher is string { Length: > 0 }).Should().Be(encrypted);
    }

    private static async Task<HealthReport> CheckAsync(string target)
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeMySql(target));
        return await host.Prober.CheckAsync();
    }
}
