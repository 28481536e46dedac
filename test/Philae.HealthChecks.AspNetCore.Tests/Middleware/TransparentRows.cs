using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpLogging;
using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.AspNetCore.Tests.Middleware;

/// <summary>Middleware that changes nothing of the answers.</summary>
internal static class TransparentRows
{
    public static MiddlewareRow[] All { get; } =
    [
        new("Response compression", "Response compression")
        {
            Add = static builder => builder.Services.AddResponseCompression(),
            Use = static app => app.UseResponseCompression(),
        },
        new("Request decompression", "Request decompression")
        {
            Add = static builder => builder.Services.AddRequestDecompression(),
            Use = static app => app.UseRequestDecompression(),
        },
        new("Header propagation", "Header propagation")
        {
            Add = static builder => builder.Services.AddHeaderPropagation(static options => options.Headers.Add("X-Trace")),
            Use = static app => app.UseHeaderPropagation(),
            Headers = { ["X-Trace"] = "1" },
        },
        new("Localization", "Localization")
        {
            Use = static app => app.UseRequestLocalization("ar-SA", "fr-FR"),
            Headers = { ["Accept-Language"] = "ar-SA" },
        },
        new("HTTP logging", "HTTP and W3C logging")
        {
            Add = static builder => builder.Services.AddHttpLogging(static options => options.LoggingFields = HttpLoggingFields.All),
            Use = static app => app.UseHttpLogging(),
        },
        new("W3C logging", "HTTP and W3C logging")
        {
            Add = static builder => builder.Services.AddW3CLogging(static options => options.LogDirectory = Directory.CreateTempSubdirectory("philae-test-").FullName),
            Use = static app => app.UseW3CLogging(),
        },
        new("WebSockets", "WebSockets")
        {
            Use = static app => app.UseWebSockets(),
            Headers = { ["Connection"] = "Upgrade", ["Upgrade"] = "websocket", ["Sec-WebSocket-Version"] = "13", ["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ==" },
        },
        new("Session", "Session")
        {
            Add = static builder => builder.Services.AddDistributedMemoryCache().AddSession(),
            Use = static app => app.UseSession(),
        },
    ];
}
