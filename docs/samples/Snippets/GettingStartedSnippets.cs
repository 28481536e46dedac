using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Snippets;

/// <summary>The C# of docs/getting-started.md.</summary>
public static class GettingStartedSnippets
{
    public static void Register(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeRedis(builder.Configuration["Redis"] ?? "redis://localhost:6379");
    }

    public static void Map(WebApplication app)
    {
        app.MapPhilaeHealthChecks();
    }
}
