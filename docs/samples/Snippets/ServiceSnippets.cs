using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Snippets;

/// <summary>The C# of docs/probes/service.md.</summary>
public static class ServiceSnippets
{
    public static void Use(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeService("http://orders.internal/_health", name: "orders");
    }

    public static void Headers(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeService("https://orders.internal/_health", name: "orders", configure: o =>
            {
                o.Headers["X-Api-Key"] = builder.Configuration["Orders:HealthKey"]!;
                o.ResponseTimeout = TimeSpan.FromSeconds(5);
            });
    }
}
