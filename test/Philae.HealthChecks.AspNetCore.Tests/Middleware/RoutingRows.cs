using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;

namespace Philae.HealthChecks.AspNetCore.Tests.Middleware;

/// <summary>What else the application maps, and middleware that changes paths.</summary>
internal static class RoutingRows
{
    private const string Page = "Other routes, static files";
    private static readonly Func<string> Hello = static () => "hello";

    public static MiddlewareRow[] All { get; } =
    [
        Routes("Fallback", static app => app.MapFallback(Hello)),
        Routes("Fallback for everything", static app => app.MapFallback("{*path}", Hello)),
        Routes("Fallback below the pattern", static app => app.MapFallback("/_health/{*path}", Hello)),
        Routes("Catch-all", static app => app.Map("{**path}", Hello)),
        Routes("Catch-all of another verb", static app => app.MapPost("{**path}", Hello)),
        Routes("Catch-all of another verb below the pattern", static app => app.MapPost("/_health/{**path}", Hello)),
        Routes("Catch-all that goes first", static app => app.Map("{**path}", Hello).WithOrder(int.MinValue)),
        Routes("Parameters", static app => app.Map("{controller}/{action=Index}", Hello)),
        Routes("Another verb on the path itself", static app => app.MapPost("/_health", Hello)),
        Routes("The path itself", static app => app.MapGet("/_health", Hello)),
        Routes("A path below", static app => app.MapGet("/_health/nonsense", Hello)),
        Routes("A host's fallback", static app => app.MapFallback("/_health/{**path}", Hello).RequireHost("127.0.0.1")),
        Routes("Static files with a fallback", static app =>
        {
            string folder = Directory.CreateTempSubdirectory("philae-test-").FullName;
            app.Lifetime.ApplicationStopped.Register(() => Directory.Delete(folder, recursive: true));
            Directory.CreateDirectory(Path.Combine(folder, "_health"));
            foreach (string file in (string[])["index.html", "_health/index.html", "_health/live.html", "_health/nonsense.html"])
            {
                File.WriteAllText(Path.Combine(folder, file), "a page");
            }

            var options = new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder), ServeUnknownFileTypes = true };
            app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = options.FileProvider }).UseStaticFiles(options);
            app.MapFallbackToFile("index.html", options);
        }),
        new MiddlewareRow("Terminal middleware", "Terminal middleware") { Use = static app => app.Run(static context => context.Response.WriteAsync("hello")) }
            .Always("200 hello"),
        new("Terminal middleware, short-circuited", "Terminal middleware")
        {
            Use = static app => app.Run(static context => context.Response.WriteAsync("hello")),
            Endpoints = static endpoints => endpoints.ShortCircuit(),
        },
        new("Path base", "Path base") { Use = static app => app.UsePathBase("/app") },
        new("Forwarded headers", "Forwarded headers")
        {
            Add = static builder => builder.Services.Configure<ForwardedHeadersOptions>(static options =>
            {
                options.ForwardedHeaders = ForwardedHeaders.All;
                options.KnownIPNetworks.Clear();
                options.KnownProxies.Clear();
            }),
            Use = static app => app.UseForwardedHeaders(),
            Headers =
            {
                ["X-Forwarded-For"] = "203.0.113.1",
                ["X-Forwarded-Proto"] = "https",
                ["X-Forwarded-Host"] = "orders.example.com",
                ["X-Forwarded-Prefix"] = "/app",
            },
        },
    ];

    private static MiddlewareRow Routes(string name, Action<WebApplication> map) => new(name, Page) { Use = map };
}
