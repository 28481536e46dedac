using Npgsql;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

[assembly: AssemblyFixture(typeof(Philae.HealthChecks.PostgreSql.Tests.PostgreSqlServers))]

namespace Philae.HealthChecks.PostgreSql.Tests;

/// <summary>
/// The server that the tests share: the one that PHILAE_TEST_POSTGRESQL_URL names, or a local one. Tests that need more of it
/// than to be well use the local one in any case.
/// </summary>
public sealed class PostgreSqlServers : IAsyncLifetime
{
    private static readonly string? Given = Environment.GetEnvironmentVariable("PHILAE_TEST_POSTGRESQL_URL");

    private readonly Lazy<Task<PostgreSqlServer>> _local = new(() => StartAsync());

    public string Url => Given ?? UrlOf(_local.Value.Result);

    public Task<PostgreSqlServer> LocalAsync() => _local.Value;

    public string UrlWith(string query) => $"{Url}{(Url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";

    /// <summary>How many connections the server has from an application.</summary>
    public async Task<long> ConnectionsAsync(string application) =>
        (long)(await QueryAsync(Url, $"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{application}'"))!;

    public static string UrlOf(PostgreSqlServer server, string user = "postgres", string password = ProbeConformance.Secret, string database = "postgres") =>
        $"postgres://{user}:{password}@127.0.0.1:{server.Port}/{database}";

    /// <summary>Asks over a connection of its own, which is gone afterwards.</summary>
    public static async Task<object?> QueryAsync(string url, string statement)
    {
        await using var dataSource = DataSource(url, pooling: false);
        await using var command = dataSource.CreateCommand(statement);
        return await command.ExecuteScalarAsync();
    }

    public static NpgsqlDataSource DataSource(string url, string? application = null, bool pooling = true)
    {
        var parts = ProbeUrl.Parse(url, new Dictionary<string, int> { ["postgres"] = 5432, ["postgresql"] = 5432 });
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = parts.Host,
            Port = parts.Port,
            Username = parts.UserName,
            Password = parts.Password,
            Database = parts.Path.Length == 0 ? null : parts.Path,
            ApplicationName = application,
            Pooling = pooling,
        });
    }

    public static async Task<PostgreSqlServer> StartAsync(TestCertificate? certificate = null)
    {
        var server = new PostgreSqlServer(ProbeConformance.Secret, certificate);
        await server.InitializeAsync();
        await server.StartAsync();
        return server;
    }

    public async ValueTask InitializeAsync()
    {
        if (Given is null)
        {
            await LocalAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_local.IsValueCreated)
        {
            await (await LocalAsync()).DisposeAsync();
        }
    }
}
