using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Philae.HealthChecks.Fleet.Tests.Telemetry;

/// <summary>A service on a real Kestrel, with what a test adds to it.</summary>
internal sealed class TelemetryApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TelemetryApp(WebApplication app) => _app = app;

    public HttpClient Client { get; } = new();

    public IServiceProvider Services => _app.Services;

    public static async Task<TelemetryApp> StartAsync(Action<IServiceCollection> services, Action<IHealthChecksBuilder> checks, Action<WebApplication>? map = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        services(builder.Services);
        checks(builder.Services.AddHealthChecks());
        var app = new TelemetryApp(builder.Build());
        app._app.MapPhilaeHealthChecks();
        map?.Invoke(app._app);
        await app._app.StartAsync();
        app.Client.BaseAddress = new Uri(app._app.Urls.Single());
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
