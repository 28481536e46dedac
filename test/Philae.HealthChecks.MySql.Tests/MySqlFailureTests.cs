using System.Text;
using MySqlConnector;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.MySql.Tests;

/// <summary>What a server says at the door, and what is published of it.</summary>
public sealed class MySqlFailureTests(MySqlServers servers)
{
    private const string Level = "probe check failed: unable to contact MySQL host";

    [Theory]
    [InlineData(1045, "authentication failed")]
    [InlineData(1698, "authentication failed")]
    [InlineData(1251, "authentication failed")]
    [InlineData(1862, "authentication failed")]
    [InlineData(3118, "authentication failed")]
    [InlineData(4151, "authentication failed")]
    [InlineData(1044, "access denied")]
    [InlineData(1130, "access denied")]
    [InlineData(1129, "access denied")]
    [InlineData(1142, "access denied")]
    [InlineData(1040, "unavailable")]
    [InlineData(1203, "unavailable")]
    [InlineData(1226, "unavailable")]
    [InlineData(1053, "unavailable")]
    [InlineData(1041, "unavailable")]
    [InlineData(4031, "unavailable")]
    [InlineData(1043, "protocol error")]
    [InlineData(3024, "timed out")]
    [InlineData(1969, "timed out")]
    [InlineData(1049, "not found")]
    [InlineData(1146, "not found")]
    [InlineData(3159, "tls handshake failed")]
    [InlineData(1105, "unexpected response")]
    public async Task Check_ServerRefuses_NamesTheReason(int code, string reason)
    {
        await using var server = new SpeakingServer(SpeakingServer.Error(code));

        (await ReasonAsync(MariaDbServerExtensions.Url(server.Port))).Should().Be($"{Level}: {reason}");
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("220 mail ESMTP ready\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    public async Task Check_OtherProtocol_IsAProtocolError(string words)
    {
        await using var server = new SpeakingServer(Encoding.ASCII.GetBytes(words));

        (await ReasonAsync(MariaDbServerExtensions.Url(server.Port))).Should().Be($"{Level}: protocol error");
    }

    [Fact]
    public async Task Check_GreetingOfAnUnknownVersion_IsAProtocolError()
    {
        await using var server = new SpeakingServer(SpeakingServer.Packet([9, .. "3.20\0"u8, 1, 0, 0, 0]));

        (await ReasonAsync(MariaDbServerExtensions.Url(server.Port))).Should().Be($"{Level}: protocol error");
    }

    [Fact]
    public async Task Check_HangsUpAtOnce_IsAnUnexpectedResponse()
    {
        await using var server = new SpeakingServer([]);

        (await ReasonAsync(MariaDbServerExtensions.Url(server.Port))).Should().Be($"{Level}: unexpected response");
    }

    [Theory]
    [InlineData("required")]
    [InlineData("verify_identity")]
    public async Task Check_ServerWithoutTls_IsAFailedHandshake(string mode)
    {
        await using var server = new SpeakingServer(GreetingWithoutTls());

        (await ReasonAsync(MariaDbServerExtensions.Url(server.Port, query: $"ssl-mode={mode}"))).Should().Be($"{Level}: tls handshake failed");
    }

    [Fact]
    public async Task Check_UnknownWayToLogIn_IsAFailedAuthentication()
    {
        await using var server = new SpeakingServer(GreetingWithoutTls("kerberos_of_tomorrow"));

        (await ReasonAsync(MariaDbServerExtensions.Url(server.Port))).Should().Be($"{Level}: authentication failed");
    }

    [Theory]
    [InlineData("mysql://hc:secret@nope.invalid:3306", "host not found")]
    [InlineData("Server=nope.invalid;User ID=hc;Password=secret", "host not found")]
    [InlineData("Server=nope.invalid,127.0.0.1;Port=1;User ID=hc", "connection refused")]
    [InlineData("Server=/nowhere/mysqld.sock;User ID=hc", "unavailable")]
    public async Task Check_NobodyThere_NamesTheReason(string target, string reason) =>
        (await ReasonAsync(target)).Should().Be($"{Level}: {reason}");

    [Fact]
    public async Task Check_ServerAcceptsAndSaysNothing_TimesOut()
    {
        await using var server = new HangingServer();

        (await ReasonAsync(MariaDbServerExtensions.Url(server.Port, query: "connect_timeout=1"))).Should().Be($"{Level}: timed out");
    }

    [Fact]
    public async Task Check_NobodyAccepts_TimesOut()
    {
        using var hole = new BlackHole();

        (await ReasonAsync(MariaDbServerExtensions.Url(hole.Port, query: "connect_timeout=1"))).Should().Be($"{Level}: timed out");
    }

    [Fact]
    [Trait("Servers", "Own")]
    public async Task Check_ApplicationsPoolIsEmpty_TimesOut()
    {
        await using var dataSource = new MySqlDataSource(
            $"{MySqlTarget.Parse(servers.Own.Url())};Pooling=true;MaximumPoolSize=1;ConnectionTimeout=1;SslMode=Required");
        await using MySqlConnection theLast = await dataSource.OpenConnectionAsync();
        await using ProbeHost host = PatientHost.Of(dataSource);

        (await host.ReasonAsync()).Should().Be($"{Level}: timed out");
    }

    [Fact]
    public async Task Check_CertificateFileMissing_IsNotConfigured()
    {
        await using var server = new SpeakingServer(Greeting(withTls: true));

        (await ReasonAsync(MariaDbServerExtensions.Url(server.Port, query: "ssl-mode=verify_ca&ssl-ca=/nowhere/ca.pem"))).Should().Be($"{Level}: not configured");
    }

    private static Task<string?> ReasonAsync(string target) => PatientHost.ReasonAsync(target);

    private static byte[] GreetingWithoutTls(string plugin = "mysql_native_password") => Greeting(withTls: false, plugin);

    // Version 10 of the handshake: secure connection and authentication plugins, with TLS or without.
    private static byte[] Greeting(bool withTls, string plugin = "mysql_native_password") => SpeakingServer.Packet([
        10, .. "8.0.36\0"u8, 7, 0, 0, 0, .. "12345678"u8, 0, 0x00, (byte)(withTls ? 0x8a : 0x82), 45, 2, 0, 0x08, 0x00, 21,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. "123456789012\0"u8, .. Encoding.ASCII.GetBytes(plugin), 0]);
}
