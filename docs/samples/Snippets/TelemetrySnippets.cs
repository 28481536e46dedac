using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using Philae.HealthChecks;

namespace Snippets;

/// <summary>The C# of docs/telemetry.md.</summary>
public static class TelemetrySnippets
{
    public static void Levels(WebApplicationBuilder builder)
    {
        builder.Services.Configure<PhilaeOptions>(o => (o.FailureLogLevel, o.RecoveryLogLevel) = (LogLevel.Error, LogLevel.Warning));
    }

    public static void Metrics(WebApplicationBuilder builder)
    {
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(PhilaeTelemetry.MeterName).AddPrometheusExporter());
    }

    public static void Traces(WebApplicationBuilder builder)
    {
        builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(PhilaeTelemetry.ActivitySourceName));
    }

    public static void Observer(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IProbeObserver, Pager>();
    }
}
