using MySqlConnector;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.MySql.Tests;

[Trait("Servers", "Own")]
public sealed class MySqlLoginTests(MySqlServers servers)
{
    private const string Level = "probe check failed: unable to contact MySQL host";

    [Fact]
    public async Task Check_DatabaseWithoutRightToIt_IsDenied()
    {
        (await ReasonAsync(MariaDbServerExtensions.Url(servers.Own.Port, database: "mysql"))).Should().Be($"{Level}: access denied");
    }

    [Fact]
    public async Task Check_UnknownDatabase_IsNotFoundForWhoMaySeeIt()
    {
        await using MySqlConnection administrator = await servers.Own.AdministratorAsync();
        string user = await administrator.NewAccountAsync();
        await administrator.AskAsync($"grant select on *.* to '{user}'@'127.0.0.1'");

        (await ReasonAsync(MariaDbServerExtensions.Url(servers.Own.Port, user, database: "nowhere"))).Should().Be($"{Level}: not found");
        (await ReasonAsync(MariaDbServerExtensions.Url(servers.Own.Port, database: "nowhere"))).Should().Be($"{Level}: access denied", "an account without rights is not told");
        (await ReasonAsync(MariaDbServerExtensions.Url(servers.Own.Port, user, database: "mysql"))).Should().BeNull();
    }

    [Fact]
    public async Task Check_AccountHasItsLastConnection_IsUnavailable()
    {
        await using MySqlConnection administrator = await servers.Own.AdministratorAsync();
        string user = await administrator.NewAccountAsync("with max_user_connections 1");
        await using var host = PatientHost.Of(MariaDbServerExtensions.Url(servers.Own.Port, user));
        (await host.ReasonAsync()).Should().BeNull();

        (await ReasonAsync(MariaDbServerExtensions.Url(servers.Own.Port, user))).Should().Be($"{Level}: unavailable");
    }

    [Fact]
    public async Task Check_LockedAccount_IsAFailedAuthentication()
    {
        await using MySqlConnection administrator = await servers.Own.AdministratorAsync();
        string user = await administrator.NewAccountAsync("account lock");

        (await ReasonAsync(MariaDbServerExtensions.Url(servers.Own.Port, user))).Should().Be($"{Level}: authentication failed");
    }

    [Fact]
    public async Task Check_UnixSocket_IsHealthy()
    {
        (await ReasonAsync($"Server={servers.Own.Folder}/m.sock;User ID=root")).Should().BeNull();
    }

    [Theory]
    [InlineData("verify_identity")]
    [InlineData("verify_ca")]
    public async Task Check_TlsWithTheRightAuthority_IsHealthy(string mode)
    {
        (await ReasonAsync(servers.Own.Url($"ssl-mode={mode}&ssl-ca={servers.Certificate.AuthorityFile}"))).Should().BeNull();
    }

    [Theory]
    [InlineData("ssl-mode=VERIFY_CA")]
    [InlineData("ssl-mode=VERIFY_IDENTITY")]
    [InlineData("tls=true")]
    public async Task Check_TlsWithAnUnknownAuthority_IsAFailedHandshake(string query) =>
        (await ReasonAsync(servers.Own.Url(query))).Should().Be($"{Level}: tls handshake failed");

    [Fact]
    public async Task Check_TlsWithAnotherAuthority_IsAFailedHandshake()
    {
        using var other = new TestCertificate();

        (await ReasonAsync(servers.Own.Url($"ssl-mode=verify_ca&ssl-ca={other.AuthorityFile}"))).Should().Be($"{Level}: tls handshake failed");
    }

    [Theory]
    [InlineData("tls=skip-verify", true)]
    [InlineData("tls=preferred", true)]
    [InlineData("", true)]
    [InlineData("tls=false", false)]
    public async Task Check_TlsAsAskedFor_IsWhatTheServerSees(string query, bool encrypted)
    {
        object? cipher = null;
        string? reason = await PatientHost.ReasonAsync(servers.Own.Url(query), options =>
        {
            options.CommandText = "select variable_value from information_schema.session_status where variable_name = 'SSL_CIPHER'";
            options.ResultValidator = result => cipher = result;
        });

        reason.Should().BeNull();

        (cipher is string { Length: > 0 }).Should().Be(encrypted);
    }

    private static Task<string?> ReasonAsync(string target) => PatientHost.ReasonAsync(target);
}
