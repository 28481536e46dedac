using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Fleet.Tests.Telemetry;

/// <summary>The meter, through OpenTelemetry's own SDK.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Exported_InMemory_HasTheInstruments()
    {
        var exported = new List<MetricSnapshot>();
        await using TelemetryApp app = await TelemetryApp.StartAsync(
            services => services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(PhilaeTelemetry.MeterName).AddInMemoryExporter(exported)),
            static checks => checks
                .AddPhilaeProbe("good", static _ => Task.CompletedTask, configure: static options => options.MaxAge = TimeSpan.FromHours(1))
                .AddPhilaeProbe("bad", static _ => throw new ProbeException("down"))
                .AddPhilaeProbe("weak", static _ => throw new ProbeDegradedException("slow"))
                .AddPhilaeProbe("late", static _ => new TaskCompletionSource().Task, timeout: TimeSpan.FromMilliseconds(50)));

        for (int request = 0; request < 3; request++)
        {
            await app.Client.GetAsync("/_health");
        }

        // A run is counted just after its outcome was given out.
        await Eventually.TrueAsync(() =>
        {
            exported.Clear();
            app.Services.GetRequiredService<MeterProvider>().ForceFlush();
            return Points(exported, "philae.probe.duration", static point => point.GetHistogramCount()).Values.Sum() >= 8;
        });
        exported.Select(static metric => (metric.Name, metric.Unit)).Should().BeEquivalentTo(
            [("philae.probe.duration", "s"), ("philae.probe.status", ""), ("philae.probe.shared", "{request}"), ("philae.probe.abandoned", "{run}")]);
        Points(exported, "philae.probe.duration", static point => point.GetHistogramCount()).Should().BeEquivalentTo(
            new Dictionary<string, long> { ["good healthy"] = 1, ["bad unhealthy"] = 3, ["weak degraded"] = 3, ["late abandoned"] = 1 });
        Points(exported, "philae.probe.status", static point => point.GetGaugeLastValueDouble()).Should().BeEquivalentTo(
            new Dictionary<string, double> { ["good"] = 1, ["bad"] = 0, ["weak"] = 0.5, ["late"] = 0 });
        Points(exported, "philae.probe.shared", static point => point.GetSumLong()).Should().BeEquivalentTo(
            new Dictionary<string, long> { ["good"] = 2, ["late"] = 2 });
        Points(exported, "philae.probe.abandoned", static point => point.GetSumLong()).Should().BeEquivalentTo(new Dictionary<string, long> { ["late"] = 1 });
        Durations(exported, "late").Should().BeInRange(0.04, 10, "seconds");
    }

    [Fact]
    public async Task Exported_AsPrometheusText_CanBeScraped()
    {
        await using TelemetryApp app = await TelemetryApp.StartAsync(
            static services => services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddMeter(PhilaeTelemetry.MeterName).AddPrometheusExporter(static options => options.ScrapeResponseCacheDurationMilliseconds = 0)),
            static checks => checks.AddPhilaeProbe("db", static _ => throw new ProbeException("down")),
            static app => app.MapPrometheusScrapingEndpoint());
        await app.Client.GetAsync("/_health");

        string text = "";
        await Eventually.TrueAsync(async () => (text = await app.Client.GetStringAsync("/metrics")).Contains("philae_probe_duration_seconds_count", StringComparison.Ordinal));

        text.Should().MatchRegex("""philae_probe_status\{[^}]*philae_probe_name="db"[^}]*\} 0\n""")
            .And.MatchRegex("""philae_probe_duration_seconds_count\{[^}]*philae_probe_name="db"[^}]*philae_probe_outcome="unhealthy"[^}]*\} 1\n""")
            .And.MatchRegex("""philae_probe_duration_seconds_bucket\{[^}]*le="10"\} 1\n""");
    }

    private static double Durations(List<MetricSnapshot> exported, string probe) =>
        exported.Single(static metric => metric.Name == "philae.probe.duration").MetricPoints.Single(point => Tags(point).StartsWith(probe, StringComparison.Ordinal)).GetHistogramSum();

    private static Dictionary<string, T> Points<T>(List<MetricSnapshot> exported, string name, Func<MetricPoint, T> value) =>
        exported.Where(metric => metric.Name == name).SelectMany(static metric => metric.MetricPoints).ToDictionary(Tags, value);

    private static string Tags(MetricPoint point)
    {
        var values = new List<object?>();
        foreach ((string key, object? value) in point.Tags)
        {
            key.Should().BeOneOf("philae.probe.name", "philae.probe.outcome");
            values.Add(value);
        }

        return string.Join(' ', values);
    }
}
