using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>A service on a real Kestrel, on a free port of this machine.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestApp(WebApplication app, LogCollector log) => (_app, Log) = (app, log);

    public LogCollector Log { get; }

    public HttpClient Client { get; } = new();

    public IServiceProvider Services => _app.Services;

    public static async Task<TestApp> StartAsync(Action<IHealthChecksBuilder> checks, Action<WebApplication> map, int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var log = new LogCollector();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        checks(builder.Services.AddHealthChecks());
        WebApplication app = builder.Build();
        map(app);
        await app.StartAsync();
        var test = new TestApp(app, log);
        test.Client.BaseAddress = new Uri(app.Urls.First());
        return test;
    }

    public static Task<TestApp> StartAsync(Action<IHealthChecksBuilder> checks, Action<PhilaeEndpointOptions>? configure = null, int port = 0) =>
        StartAsync(checks, app => app.MapPhilaeHealthChecks(configure: configure), port);

    /// <summary>Returns when the server has begun so many requests.</summary>
    public async Task BegunAsync(int requests)
    {
        while (Log.Entries.Count(entry => entry.Text.StartsWith("Request starting", StringComparison.Ordinal)) < requests)
        {
            await Task.Yield();
        }
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
