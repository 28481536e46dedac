using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;
using Philae.HealthChecks;

namespace Snippets;

/// <summary>The C# of docs/probes/mysql.md and of the package's readme.</summary>
public static class MySqlSnippets
{
    public static void Use(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeMySql("mysql://user:password@host:3306/database");
    }

    public static void OwnDataSource(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeMySql(services => services.GetRequiredService<MySqlDataSource>(), name: "orders-db");
    }

    public static void Command(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeMySql("mysql://user:password@host:3306/shop", name: "outbox", configure: o =>
            {
                o.CommandText = "SELECT COUNT(*) FROM outbox";
                o.ResultValidator = result =>
                {
                    if (result is > 1000L)
                    {
                        throw new ProbeException("the outbox is not emptied");
                    }
                };
            });
    }
}
