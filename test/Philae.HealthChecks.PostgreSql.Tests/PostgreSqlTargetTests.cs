using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.PostgreSql.Tests;

public sealed class PostgreSqlTargetTests(PostgreSqlServers servers)
{
    [Theory]
    [InlineData("application_name=philae%20test", "application_name", "philae test")]
    [InlineData("Application%20Name=philae", "application_name", "philae")]
    [InlineData("options=-c%20statement_timeout%3D4321", "statement_timeout", "4321ms")]
    [InlineData("Search%20Path=pg_catalog", "search_path", "pg_catalog")]
    [InlineData("client_encoding=LATIN1", "client_encoding", "LATIN1")]
    [InlineData("target_session_attrs=read-write&application_name=rw", "application_name", "rw")]
    [InlineData("target_session_attrs=prefer-standby&application_name=ps", "application_name", "ps")]
    [InlineData("statement_timeout=4321&options=-c%20geqo%3Doff", "statement_timeout", "4321ms")]
    [InlineData("schema=pg_catalog", "search_path", "pg_catalog")]
    [InlineData("encoding=unicode", "client_encoding", "UTF8")]
    [InlineData("charset=LATIN1", "client_encoding", "LATIN1")]
    [InlineData("pgbouncer=true&connection_limit=1&pool=5&application_name=other", "application_name", "other")]
    [InlineData("keepalives=1&keepalives_idle=30&keepalives_interval=5&keepalives_count=3&tcp_user_timeout=5000&application_name=alive", "application_name", "alive")]
    [InlineData("keepalives_interval=5&application_name=alive", "application_name", "alive")]
    [InlineData("hostaddr=127.0.0.1&require_auth=scram-sha-256&channel_binding=prefer&application_name=libpq", "application_name", "libpq")]
    [InlineData("connect_timeout=0&application_name=patient", "application_name", "patient")]
    public async Task Check_UrlParameter_ReachesTheServer(string query, string setting, string value)
    {
        PostgreSqlServer server = await servers.LocalAsync();

        (await SettingAsync($"{PostgreSqlServers.UrlOf(server)}?{query}", setting)).Should().Be(value);
    }

    [Fact]
    public async Task Check_UrlParts_ArePercentDecoded()
    {
        string url = PostgreSqlServers.UrlOf(await servers.LocalAsync());
        await PostgreSqlServers.QueryAsync(url, "CREATE ROLE \"us:er\" LOGIN PASSWORD 'p@ss/w?rd'");
        await PostgreSqlServers.QueryAsync(url, "CREATE DATABASE \"da/ta\"");

        object? database = await ScalarAsync(
            PostgreSqlServers.UrlOf(await servers.LocalAsync(), "us%3Aer", "p%40ss%2Fw%3Frd", "da/ta"), "SELECT current_user || current_database()");

        database.Should().Be("us:erda/ta");
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("postgresql")]
    [InlineData("POSTGRES")]
    [InlineData("postgis")]
    [InlineData("postgresql+psycopg2")]
    [InlineData("postgresql+asyncpg")]
    [InlineData("postgis+anything")]
    public async Task Check_EitherScheme_IsHealthy(string scheme)
    {
        string url = servers.Url;

        (await ScalarAsync(scheme + url[url.IndexOf("://", StringComparison.Ordinal)..], "SELECT 1")).Should().Be(1);
    }

    [Fact]
    public async Task Check_ConnectionString_ReachesTheServer()
    {
        PostgreSqlServer server = await servers.LocalAsync();

        string? name = await SettingAsync(
            $"Server=127.0.0.1;Port={server.Port};User Id=postgres;PASSWORD='{ProbeConformance.Secret}';Database=postgres;Application Name=own;SslMode=Prefer",
            "application_name");

        name.Should().Be("own");
    }

    [Fact]
    public async Task Check_SeveralHosts_IsHealthyWithOneOfThem()
    {
        PostgreSqlServer server = await servers.LocalAsync();

        object? result = await ScalarAsync(
            $"Host=127.0.0.1:{FreePort.Next()}, 127.0.0.1:{server.Port};Username=postgres;Password={ProbeConformance.Secret};Database=postgres", "SELECT 1");

        result.Should().Be(1);
    }

    [Fact]
    public async Task Check_HostIsAFolder_ConnectsToTheSocketThere()
    {
        PostgreSqlServer server = await servers.LocalAsync();

        object? address = await ScalarAsync($"{PostgreSqlServers.UrlOf(server)}?host={server.Folder}", "SELECT inet_client_addr() IS NULL");

        address.Should().Be(true);
    }

    [Theory]
    [InlineData("postgres://postgres:{0}@/postgres?host={1}&port={2}")]
    [InlineData("postgres://postgres:{0}@{3}:{2}/postgres")]
    [InlineData("postgresql:///postgres?user=postgres&password={0}&host={3}&port={2}")]
    [InlineData("Host={1};Port={2};Username=postgres;Password={0};Database=postgres")]
    public async Task Check_SocketInEveryForm_IsHealthy(string format)
    {
        PostgreSqlServer server = await servers.LocalAsync();
        string target = format.Replace("{0}", ProbeConformance.Secret, StringComparison.Ordinal).Replace("{1}", server.Folder, StringComparison.Ordinal)
            .Replace("{2}", $"{server.Port}", StringComparison.Ordinal).Replace("{3}", Uri.EscapeDataString(server.Folder), StringComparison.Ordinal);

        (await ScalarAsync(target, "SELECT inet_client_addr() IS NULL")).Should().Be(true);
    }

    [Fact]
    public async Task Check_SeveralHostsInTheUrl_IsHealthyWithTheOneThatFits()
    {
        PostgreSqlServer server = await servers.LocalAsync();
        string hosts = $"127.0.0.1:{FreePort.Next()},[::1]:{FreePort.Next()},localhost:{server.Port}";

        (await ScalarAsync($"postgres://postgres:{ProbeConformance.Secret}@{hosts}/postgres?target_session_attrs=primary", "SELECT 1")).Should().Be(1);
    }

    [Fact]
    public async Task Check_WhiteSpaceAround_IsTakenAway() => (await ScalarAsync($" \t{servers.Url}\r\n", "SELECT 1")).Should().Be(1);

    private static async Task<string?> SettingAsync(string target, string setting) => (string?)await ScalarAsync(target, $"SELECT current_setting('{setting}')");

    private static async Task<object?> ScalarAsync(string target, string command)
    {
        object? seen = null;
        string? reason = await PatientHost.ReasonAsync(target, options => (options.CommandText, options.ResultValidator) = (command, result => seen = result));
        reason.Should().BeNull();
        return seen;
    }

    [Theory]
    [InlineData("Host=db:0")]
    [InlineData("Host=db:99999")]
    [InlineData("Host=db:x")]
    [InlineData("Host=db,other:0;Port=5432")]
    [InlineData("Host=[::1]:0")]
    public void Add_ConnectionStringWithBadPort_NamesTheParameter(string target)
    {
        Action add = () => new ServiceCollection().AddHealthChecks().AddPhilaePostgreSql(target);

        add.Should().Throw<ArgumentException>().WithParameterName("target").WithMessage("*1 to 65535*");
    }

    [Theory]
    [InlineData("Host=db:5433,other:5434")]
    [InlineData("Host=::1")]
    [InlineData("Host=[::1]:5432")]
    [InlineData("Host=/var/run/postgresql")]
    public void Add_ConnectionStringWithGoodHost_IsTaken(string target)
    {
        Action add = () => new ServiceCollection().AddHealthChecks().AddPhilaePostgreSql(target);

        add.Should().NotThrow();
    }
}
