using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Philae.HealthChecks.AspNetCore.Tests.Middleware;

/// <summary>Middleware that would answer with an older report.</summary>
internal static class CachingRows
{
    public static MiddlewareRow[] All { get; } =
    [
        OutputCache("Output caching", static app => app.UseOutputCache()),
        OutputCache("Output caching, asked for nothing else", static app => app.UseOutputCache()) with { Headers = new() { ["Cache-Control"] = "only-if-cached" } },
        OutputCache("Output caching before routing", static app => app.UseOutputCache().UseRouting()),
        OutputCache("Output caching that the endpoints ask for", static app => app.UseOutputCache())
            with { Endpoints = static endpoints => endpoints.CacheOutput() },
        OutputCache("Output caching by attribute", static app => app.UseOutputCache())
            with { Endpoints = static endpoints => endpoints.WithMetadata(new OutputCacheAttribute { Duration = 60 }) },
        new("Response caching", "Response caching")
        {
            Add = static builder => builder.Services.AddResponseCaching(),
            Use = static app => app.UseResponseCaching(),
        },
        new("Response caching with headers of the application", "Response caching")
        {
            Add = static builder => builder.Services.AddResponseCaching(),
            Use = static app => app.UseResponseCaching().Use(static (context, next) =>
            {
                context.Response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromMinutes(1) };
                return next(context);
            }),
        },
    ];

    private static MiddlewareRow OutputCache(string name, Action<WebApplication> use) => new(name, "Output caching")
    {
        Add = static builder => builder.Services.AddOutputCache(static options =>
            options.AddBasePolicy(static policy => policy.Expire(TimeSpan.FromMinutes(1)))),
        Use = use,
    };
}
