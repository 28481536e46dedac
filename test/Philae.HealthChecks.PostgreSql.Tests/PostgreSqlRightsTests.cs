using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.PostgreSql.Tests;

[Trait("Servers", "Own")]
public sealed class PostgreSqlRightsTests(PostgreSqlServers servers)
{
    [Fact]
    public async Task Check_RoleMayOnlyConnect_IsHealthy()
    {
        string admin = await DatabaseAsync("only_connect");
        await PostgreSqlServers.QueryAsync(admin, "REVOKE ALL ON ALL TABLES IN SCHEMA pg_catalog FROM PUBLIC");
        await PostgreSqlServers.QueryAsync(admin, "REVOKE ALL ON DATABASE only_connect FROM PUBLIC");
        await PostgreSqlServers.QueryAsync(admin, "GRANT CONNECT ON DATABASE only_connect TO only_connect");

        (await ReasonAsync("only_connect")).Should().BeNull();
    }

    [Fact]
    public async Task Check_RoleMayNotConnect_NamesTheReason()
    {
        string admin = await DatabaseAsync("no_connect");
        await PostgreSqlServers.QueryAsync(admin, "REVOKE CONNECT ON DATABASE no_connect FROM PUBLIC");

        (await ReasonAsync("no_connect")).Should().Be("probe check failed: unable to contact PostgreSQL host: access denied");
    }

    [Fact]
    public async Task Check_RoleMayNotRead_NamesTheReason()
    {
        string admin = await DatabaseAsync("no_read");
        await PostgreSqlServers.QueryAsync(admin, "CREATE TABLE orders (id int)");

        (await ReasonAsync("no_read", "SELECT count(*) FROM orders")).Should()
            .Be("probe check failed: unable to contact PostgreSQL host: access denied");
    }

    [Fact]
    public async Task Check_NoSuchDatabase_NamesTheReason()
    {
        string target = PostgreSqlServers.UrlOf(await servers.LocalAsync(), database: "no_such_database");

        (await PatientHost.ReasonAsync(target)).Should().Be("probe check failed: unable to contact PostgreSQL host: not found");
    }

    // A database, and a role of the same name without any privilege; the administrator's URL.
    private async Task<string> DatabaseAsync(string name)
    {
        string admin = PostgreSqlServers.UrlOf(await servers.LocalAsync());
        await PostgreSqlServers.QueryAsync(admin, $"CREATE ROLE {name} LOGIN PASSWORD '{ProbeConformance.Secret}'");
        await PostgreSqlServers.QueryAsync(admin, $"CREATE DATABASE {name}");
        return PostgreSqlServers.UrlOf(await servers.LocalAsync(), database: name);
    }

    private async Task<string?> ReasonAsync(string name, string command = "SELECT 1;")
    {
        string target = PostgreSqlServers.UrlOf(await servers.LocalAsync(), name, database: name);
        return await PatientHost.ReasonAsync(target, options => options.CommandText = command);
    }
}
