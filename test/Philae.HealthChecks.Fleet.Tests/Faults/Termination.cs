using MySqlConnector;
using Npgsql;
using Philae.HealthChecks.TestKit;
using StackExchange.Redis;

namespace Philae.HealthChecks.Fleet.Tests.Faults;

/// <summary>Ends all other sessions of a server, as an administrator does.</summary>
internal static class Termination
{
    private const string Secret = ProbeConformance.Secret;

    public static Dictionary<string, Func<int, Task>> All { get; } = new()
    {
        ["redis"] = RedisAsync,
        ["postgresql"] = PostgreSqlAsync,
        ["mysql"] = MySqlAsync,
    };

    private static async Task RedisAsync(int port)
    {
        await using ConnectionMultiplexer client = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{port},password={Secret},allowAdmin=true");
        await client.GetDatabase().ExecuteAsync("CLIENT", "KILL", "SKIPME", "yes");
    }

    private static async Task PostgreSqlAsync(int port)
    {
        await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username=postgres;Password={Secret};Pooling=false");
        await using NpgsqlCommand command = source.CreateCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task MySqlAsync(int port)
    {
        await using var connection = new MySqlConnection($"Server=127.0.0.1;Port={port};User ID=hc;Password={Secret};Pooling=false");
        await connection.OpenAsync();
        await using MySqlCommand list = new("SELECT id FROM information_schema.processlist WHERE id <> connection_id()", connection);
        var ids = new List<long>();
        await using (MySqlDataReader reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                ids.Add(reader.GetInt64(0));
            }
        }

        foreach (long id in ids)
        {
            await using MySqlCommand kill = new($"KILL {id}", connection);
            await kill.ExecuteNonQueryAsync();
        }
    }
}
