using Etcdserverpb;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Philae.HealthChecks.Etcd.Tests;

/// <summary>Speaks gRPC and answers with a message or a status: for servers that cannot be had.</summary>
internal sealed class FakeEtcd : IAsyncDisposable
{
    private const int Ok = 0;

    private readonly WebApplication _app;

    private FakeEtcd(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>Answers a method, <c>Range</c>, <c>Status</c> or <c>Authenticate</c>, with an empty message or the status that the function says.</summary>
    public static Task<FakeEtcd> StartAsync(Func<string, int> status) =>
        StartAsync(context => AnswerAsync(context, status(context.Request.Path.Value!.Split('/')[^1]), new RangeResponse()));

    public static async Task AnswerAsync(HttpContext context, int status, IMessage answer)
    {
        context.Response.ContentType = "application/grpc";
        if (status == Ok)
        {
            // A flag, here for no compression, and the length go before the message.
            byte[] message = answer.ToByteArray();
            await context.Response.Body.WriteAsync((byte[])[0, 0, 0, 0, checked((byte)message.Length), .. message]);
        }

        context.Response.AppendTrailer("grpc-status", $"{status}");
    }

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
