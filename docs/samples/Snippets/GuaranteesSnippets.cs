using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks;

namespace Snippets;

/// <summary>The C# of docs/guarantees.md.</summary>
public static class GuaranteesSnippets
{
    public static void Guards(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeRedis("redis://cache:6379")
            .AddCheck<SomeExistingCheck>("existing")
            .AddPhilaeGuardsForOtherChecks();
    }

    public static void Freshness(WebApplicationBuilder builder)
    {
        builder.Services.Configure<PhilaeOptions>(o => (o.MaxAge, o.UnhealthyMaxAge) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1)));
    }

    public static void Flapping(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeHttp("https://partner.example/ping", configure: o => (o.FailureThreshold, o.SuccessThreshold) = (3, 2));
    }

    public sealed class SomeExistingCheck : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(HealthCheckResult.Healthy());
    }
}
