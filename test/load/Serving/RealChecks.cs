using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MySqlConnector;
using Npgsql;

namespace Philae.HealthChecks.LoadTest.Serving;

/// <summary>Redis, PostgreSQL and MariaDB: Philae's probes, or Xabaril's check of Redis and its like on the same drivers, with their pools.</summary>
internal static class RealChecks
{
    public const string Redis = "LOAD_REDIS";
    public const string PostgreSql = "LOAD_POSTGRESQL";
    public const string MySql = "LOAD_MYSQL";

    /// <summary>Adds a check of each server whose connection string stands in the environment.</summary>
    public static void Add(IHealthChecksBuilder health, bool philae)
    {
        if (Address(Redis) is { } redis)
        {
            _ = philae ? health.AddPhilaeRedis(redis) : health.AddRedis(redis);
        }

        if (Address(PostgreSql) is { } postgreSql)
        {
            health.Services.AddSingleton(_ => NpgsqlDataSource.Create(postgreSql));
            _ = philae ? health.AddPhilaePostgreSql(postgreSql) : health.AddCheck<PostgreSqlCheck>("postgresql");
        }

        if (Address(MySql) is { } mySql)
        {
            health.Services.AddSingleton(_ => new MySqlDataSource(mySql));
            _ = philae ? health.AddPhilaeMySql(mySql) : health.AddCheck<MySqlCheck>("mysql");
        }

        CountedProbe.Wrap(health.Services);
    }

    private static string? Address(string variable) => Environment.GetEnvironmentVariable(variable);

    private sealed class PostgreSqlCheck(NpgsqlDataSource source) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
            await using NpgsqlCommand command = connection.CreateCommand();
            command.CommandText = "SELECT 1;";
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }

    private sealed class MySqlCheck(MySqlDataSource source) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using MySqlConnection connection = await source.OpenConnectionAsync(cancellationToken);
            return await connection.PingAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
        }
    }
}
