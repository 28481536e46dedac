using System.Globalization;
using Philae.HealthChecks.LoadTest.Serving;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>Redis and PostgreSQL, and MariaDB on request, with what they count themselves.</summary>
internal sealed class RealServers : IAsyncDisposable
{
    private const string Password = "s3cret";

    private readonly RedisServer _redis = new();
    private readonly PostgreSqlServer _postgreSql;
    private readonly MariaDbServer? _mariaDb;
    private int _asked;

    private RealServers(bool mariaDb, bool logStatements)
    {
        _postgreSql = new PostgreSqlServer(
            Password, null, logStatements ? ["logging_collector=on", "log_directory=log", "log_filename=all", "log_statement=all"] : []);
        _mariaDb = mariaDb ? new MariaDbServer(Password) : null;
    }

    /// <summary>For a server process of this program.</summary>
    public Dictionary<string, string> Environment
    {
        get
        {
            var environment = new Dictionary<string, string>
            {
                [RealChecks.Redis] = $"127.0.0.1:{_redis.Port}",
                [RealChecks.PostgreSql] = $"Host=127.0.0.1;Port={_postgreSql.Port};Username=postgres;Password={Password};Database=postgres",
            };
            if (_mariaDb is not null)
            {
                environment[RealChecks.MySql] = $"Server=127.0.0.1;Port={_mariaDb.Port};User ID=hc;Password={Password}";
            }

            return environment;
        }
    }

    public string RedisUrl => $"redis://127.0.0.1:{_redis.Port}";

    public string PostgreSqlUrl => $"postgres://postgres:{Password}@127.0.0.1:{_postgreSql.Port}/postgres";

    public static async Task<RealServers> StartAsync(bool mariaDb = false, bool logStatements = false)
    {
        var servers = new RealServers(mariaDb, logStatements);
        try
        {
            await servers._redis.StartAsync();
            await servers._postgreSql.InitializeAsync();
            await servers._postgreSql.StartAsync();
            await (servers._mariaDb?.InitializeAsync() ?? Task.CompletedTask);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>All commands that Redis has processed, but for those that ask it this.</summary>
    public async Task<int> RedisCommandsAsync()
    {
        const string Counter = "total_commands_processed:";
        string info = await _redis.AskAsync("INFO", "stats");
        string line = info.Split('\n').First(line => line.StartsWith(Counter, StringComparison.Ordinal));
        return int.Parse(line[Counter.Length..], CultureInfo.InvariantCulture) - _asked++;
    }

    /// <summary>All statements that PostgreSQL has logged, as it does when it gets them.</summary>
    public async Task<int> PostgreSqlStatementsAsync()
    {
        string log = await File.ReadAllTextAsync(Path.Combine(_postgreSql.Folder, "data", "log", "all"));
        return log.Split('\n').Count(static line =>
            line.Contains("LOG:  statement: ", StringComparison.Ordinal) || line.Contains("LOG:  execute ", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _postgreSql.DisposeAsync();
        await (_mariaDb?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
