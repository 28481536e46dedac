using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Philae.HealthChecks.Etcd.Tests;

/// <summary>Speaks gRPC and answers each method with an empty message or a status: for servers that cannot be had.</summary>
internal sealed class FakeEtcd : IAsyncDisposable
{
    private const int Ok = 0;

    private readonly WebApplication _app;

    private FakeEtcd(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>Answers a method, <c>Range</c>, <c>Status</c> or <c>Authenticate</c>, with what the function says.</summary>
    public static Task<FakeEtcd> StartAsync(Func<string, int> status) => StartAsync(async context =>
    {
        int code = status(context.Request.Path.Value!.Split('/')[^1]);
        context.Response.ContentType = "application/grpc";
        if (code == Ok)
        {
            // An uncompressed message of no bytes.
            await context.Response.Body.WriteAsync(new byte[5]);
        }

        context.Response.AppendTrailer("grpc-status", $"{code}");
    });

    /// <summary>Answers as the function does.</summary>
    public static async Task<FakeEtcd> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(options => options.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new FakeEtcd(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
