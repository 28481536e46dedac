using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Fleet.Tests.Telemetry;

/// <summary>Spans, through OpenTelemetry's own SDK and with the drivers' own sources listened to.</summary>
public sealed class TracingTests : IAsyncLifetime
{
    private const string Request = "a request";
    private const string Secret = ProbeConformance.Secret;
    private static readonly ActivitySource Requests = new(Request);
    private readonly PostgreSqlServer _postgreSql = new(Secret);
    private readonly MariaDbServer _mariaDb = new(Secret);
    private HttpServer _http = null!;

    public async ValueTask InitializeAsync()
    {
        await _postgreSql.InitializeAsync();
        await _postgreSql.StartAsync();
        await _mariaDb.InitializeAsync();
        _http = (await HttpServer.StartAsync()).On("/", 200, "ok");
    }

    public async ValueTask DisposeAsync()
    {
        await _postgreSql.DisposeAsync();
        await _mariaDb.DisposeAsync();
        await _http.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exported_Spans_AreOfReportsAndProbesAndTheDriversWhenAskedFor(bool drivers)
    {
        List<Activity> spans = await SpansAsync(drivers);

        Activity request = spans.Single(static span => span.OperationName == Request);
        Activity report = spans.Single(static span => span.OperationName == "philae.report");
        Activity[] probes = [.. spans.Where(static span => span.OperationName.StartsWith("philae.probe ", StringComparison.Ordinal))];
        Activity[] others = [.. spans.Except(probes).Where(static span => span.OperationName is not (Request or "philae.report"))];

        report.ParentSpanId.Should().Be(request.SpanId);
        probes.Select(static span => span.OperationName).Should().BeEquivalentTo("philae.probe http", "philae.probe postgresql", "philae.probe mysql", "philae.probe bad");
        probes.Should().OnlyContain(probe => probe.ParentSpanId == report.SpanId && probe.TraceId == request.TraceId);
        report.Tags.Should().Contain("philae.report.outcome", "unhealthy");
        Activity bad = probes.Single(static span => span.OperationName == "philae.probe bad");
        (bad.Status, bad.StatusDescription).Should().Be((ActivityStatusCode.Error, "probe check failed: down"));
        bad.Tags.Should().Contain("philae.probe.name", "bad").And.Contain("philae.probe.outcome", "unhealthy");
        probes.Except([bad]).Should().OnlyContain(static span => span.Status == ActivityStatusCode.Unset);
        if (drivers)
        {
            others.Select(static span => span.Source.Name).Distinct().Should().BeEquivalentTo("System.Net.Http", "Npgsql", "MySqlConnector");
            _http.Requests.Last().Headers["traceparent"].Should().Contain(request.TraceId.ToString()).And.EndWith("-01");
        }
        else
        {
            others.Should().BeEmpty();
            _http.Requests.Last().Headers.Should().NotContainKey("traceparent");
        }
    }

    [Fact]
    public async Task Exported_ProbeThatNeverEnds_HasASpanUntilItsDeadline()
    {
        var spans = new List<Activity>();
        await using TelemetryApp app = await TelemetryApp.StartAsync(
            services => services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(PhilaeTelemetry.ActivitySourceName).AddInMemoryExporter(spans)),
            static checks => checks.AddPhilaeProbe("hangs", static _ => new TaskCompletionSource().Task, timeout: TimeSpan.FromMilliseconds(100)));

        await app.Services.GetRequiredService<PhilaeProber>().CheckAsync();
        await ExportedAsync(spans, "philae.probe hangs");

        Activity span = spans.Single(static span => span.OperationName == "philae.probe hangs");
        (span.Status, span.StatusDescription).Should().Be((ActivityStatusCode.Error, "probe check failed: prober: context deadline exceeded"));
        span.Tags.Should().Contain("philae.probe.outcome", "abandoned");
    }

    private async Task<List<Activity>> SpansAsync(bool drivers)
    {
        var spans = new List<Activity>();
        await using TelemetryApp app = await TelemetryApp.StartAsync(
            services =>
            {
                services.Configure<PhilaeOptions>(options => options.TraceDrivers = drivers);
                services.AddOpenTelemetry().WithTracing(tracing => tracing
                    .AddSource(PhilaeTelemetry.ActivitySourceName, Request, "System.Net.Http", "Npgsql", "MySqlConnector").AddInMemoryExporter(spans));
            },
            checks => checks
                .AddPhilaeHttp(_http.Url())
                .AddPhilaePostgreSql($"postgres://postgres:{Secret}@127.0.0.1:{_postgreSql.Port}/postgres")
                .AddPhilaeMySql($"mysql://hc:{Secret}@127.0.0.1:{_mariaDb.Port}")
                .AddPhilaeProbe("bad", static _ => throw new ProbeException("down")));
        using (Requests.StartActivity(Request))
        {
            await app.Services.GetRequiredService<PhilaeProber>().CheckAsync();
        }

        await ExportedAsync(spans, "philae.report", "philae.probe http", "philae.probe postgresql", "philae.probe mysql", "philae.probe bad");
        return spans;
    }

    // Spans end, and are exported, after the report is there. A read by index does not mind that the list grows.
    private static Task ExportedAsync(List<Activity> spans, params string[] names) => Eventually.TrueAsync(() =>
        names.All(name => Enumerable.Range(0, spans.Count).Any(index => spans[index]?.OperationName == name)));
}
