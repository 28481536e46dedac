using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Philae.HealthChecks;

namespace Snippets;

/// <summary>The code of docs/probes/postgresql.md and of the package's readme.</summary>
public static class PostgreSqlSnippets
{
    public static void Url(IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaePostgreSql("postgres://health:secret@db:5432/orders?sslmode=verify-full");
    }

    public static void DataSource(IHealthChecksBuilder health)
    {
        health.AddPhilaePostgreSql(services => services.GetRequiredService<NpgsqlDataSource>(), name: "orders-db");
    }

    public static void ResultValidator(IHealthChecksBuilder health, string url)
    {
        health.AddPhilaePostgreSql(url, name: "orders-primary", configure: options =>
        {
            options.CommandText = "SELECT pg_is_in_recovery();";
            options.ResultValidator = result =>
            {
                if (result is not false)
                {
                    throw new ProbeException("not the primary");
                }
            };
        });
    }
}
