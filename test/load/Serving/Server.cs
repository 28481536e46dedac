using System.Globalization;
using HealthChecks.UI.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks.LoadTest.Soaking;

namespace Philae.HealthChecks.LoadTest.Serving;

/// <summary>A server process: one Kestrel application as an ordinary service has it, until its standard input ends.</summary>
internal static class Server
{
    public const string Path = "/_health";
    public const string CountersPath = "/counters";
    public const string HeldPath = "/held";

    public static async Task<int> RunAsync(ServerSpec spec)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(spec.Checks == CheckKind.Misbehaving ? LogLevel.Error : LogLevel.Warning);
        builder.Services.Configure<PhilaeOptions>(options => options.MaxAge = spec.MaxAge);
        Checks.Add(builder.Services, spec);
        await using WebApplication app = builder.Build();
        Map(app, spec);
        app.MapGet(CountersPath, static context => context.Response.WriteAsync(string.Create(
            CultureInfo.InvariantCulture, $"{GC.GetTotalAllocatedBytes(precise: true)} {CheckCounter.Started} {CheckCounter.MostAtATime}")));
        app.MapGet(HeldPath, static context => context.Response.WriteAsync(Holding.Now().ToString()));

        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await Task.Run(Console.In.ReadToEnd); // Whatever becomes of the driver, no server outlives it.
        await app.StopAsync();
        return 0;
    }

    private static void Map(WebApplication app, ServerSpec spec)
    {
        switch (spec.Kind)
        {
            case ServerKind.Constant:
                byte[] body = new byte[spec.Size];
                body.AsSpan().Fill((byte)' ');
                app.MapGet(Path, context =>
                {
                    context.Response.ContentType = "application/json";
                    context.Response.ContentLength = body.Length;
                    return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
                });
                break;
            case ServerKind.Microsoft:
                app.MapHealthChecks(Path);
                break;
            case ServerKind.Xabaril:
                app.MapHealthChecks(Path, new HealthCheckOptions { ResponseWriter = UIResponseWriter.WriteHealthCheckUIResponse });
                break;
            default:
                app.MapPhilaeHealthChecks(Path);
                break;
        }
    }
}
