using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>For those who have health checks and only switch the output.</summary>
public sealed partial class PhilaeResponseWriterTests
{
    [Fact]
    [Trait("Servers", "Own")]
    public async Task WriteAsync_XabarilsRedisAndMicrosoftsCheck_WritesPhilaeJson()
    {
        await using var redis = new RedisServer(ProbeConformance.Secret);
        await redis.StartAsync();
        await using TestApp app = await TestApp.StartAsync(
            checks => checks
                .AddRedis($"127.0.0.1:{redis.Port},password={ProbeConformance.Secret},connectTimeout=1000,asyncTimeout=1000")
                .AddCheck("disk", () => HealthCheckResult.Degraded("90 % full")),
            Map(PhilaeResponseWriter.WriteAsync));

        string up = await app.Client.GetStringAsync("/healthz");
        await redis.KillAsync();
        using HttpResponseMessage down = await app.Client.GetAsync("/healthz");

        Undated(up).Should().Be(
            "{\"healthy\":true,\"probes\":["
            + "{\"name\":\"redis\",\"healthy\":true,\"comment\":\"took T\",\"error\":null,\"duration\":N},"
            + "{\"name\":\"disk\",\"healthy\":true,\"comment\":\"degraded: 90 % full\",\"error\":null,\"duration\":N}],\"error\":null}\n");
        down.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        down.Content.Headers.GetValues("Content-Type").Should().Equal("application/json");
        Undated(await down.Content.ReadAsStringAsync()).Should().StartWith(
            "{\"healthy\":false,\"probes\":[{\"name\":\"redis\",\"healthy\":false,\"comment\":\"error\",\"error\":"
            + "{\"Message_\":\"probe check failed\",\"Cause_\":null,\"Underlying_\":{},\"File\":\"\",\"Line\":0},\"duration\":N},");
    }

    [Fact]
    public async Task WriteAsync_PhilaeProbe_WritesItsMessages()
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(false), Map(PhilaeResponseWriter.WriteAsync));

        using HttpResponseMessage response = await app.Client.GetAsync("/healthz");

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        PhilaeReport.Read(await response.Content.ReadAsByteArrayAsync()).Probes.Single().Error!.ToString().Should().Be("probe check failed: error");
    }

    [Fact]
    public async Task With_Options_UsesThem()
    {
        await using TestApp app = await TestApp.StartAsync(
            checks => checks.AddPhilaeSample(false), Map(PhilaeResponseWriter.With(options => options.ErrorFormat = ErrorFormat.Text)));

        using HttpResponseMessage response = await app.Client.GetAsync("/healthz");

        (await response.Content.ReadAsStringAsync()).Should().Contain("\"error\":\"probe check failed: error\",");
    }

    [Fact]
    public async Task WriteAsync_ReportThatCannotBeWritten_IsA500WithoutABody()
    {
        await using TestApp app = await TestApp.StartAsync(
            checks => checks.AddCheck("unreadable", () => throw new UnreadableException()),
            Map(PhilaeResponseWriter.With(options => options.Detail = ReportDetail.ExceptionText)));

        using HttpResponseMessage response = await app.Client.GetAsync("/healthz");

        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task WriteAsync_OutputCache_StoresNoReport()
    {
        bool isHealthy = true;
        await using TestApp app = await TestApp.StartAsync(
            checks =>
            {
                checks.AddCheck("existing", () => isHealthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
                checks.Services.AddOutputCache(static options => options.AddBasePolicy(static policy => policy.Expire(TimeSpan.FromMinutes(1))));
            },
            app =>
            {
                app.UseOutputCache();
                Map(PhilaeResponseWriter.WriteAsync)(app);
            });
        (await app.Client.GetAsync("/healthz")).StatusCode.Should().Be(HttpStatusCode.OK);

        isHealthy = false;

        (await app.Client.GetAsync("/healthz")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    private static Action<WebApplication> Map(Func<Microsoft.AspNetCore.Http.HttpContext, HealthReport, Task> writer) =>
        app => app.MapHealthChecks("/healthz", new HealthCheckOptions { ResponseWriter = writer });

    private static string Undated(string body) => DurationNumber().Replace(DurationText().Replace(body, "took T"), "\"duration\":N");

    [GeneratedRegex("took [0-9.]+(ns|µs|ms|s)")]
    private static partial Regex DurationText();

    [GeneratedRegex("\"duration\":[0-9]+")]
    private static partial Regex DurationNumber();
}
