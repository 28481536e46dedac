using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.AspNetCore.Tests.Middleware;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>Which paths are the health endpoints', and which the application's.</summary>
public sealed class RouteOwnershipTests
{
    private const string Hello = "hello";

    [Theory]
    [InlineData("/", "/live", "/orders /orders/live /live/x /x/probes/y")]
    [InlineData("/{tenant}", "/a/ready", "/ /a/b/live")]
    public async Task Map_PatternWithoutLiteral_LeavesOtherPathsToTheApplication(string pattern, string own, string others)
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(), app =>
        {
            app.MapPhilaeHealthChecks(pattern);
            app.MapGet("/orders", () => Hello);
            app.MapFallback(() => Hello);
        });

        (await app.Client.GetStringAsync(own)).Should().StartWith("{\"healthy\":true,");
        foreach (string path in others.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            (await app.Client.GetStringAsync(path)).Should().Be(Hello, path);
        }
    }

    [Theory]
    [InlineData("/{tenant}/_health", "", "/a/_health/nonsense /b/_health/x/y", "/a/b /_health")]
    [InlineData("/_health", "/internal", "/internal/_health/nonsense", "/_health /internal /internal/x")]
    [InlineData("", "/internal", "/internal/nonsense /internal/x/y", "/_health /internals")]
    [InlineData("/a/b", "", "/a/b/nonsense", "/a /a/c /b")]
    [InlineData("_health/", "", "/_health/nonsense /readyz/nonsense", "/readyzz")]
    public async Task Map_FallbackOfTheApplication_AnswersOnlyOutsideThePattern(string pattern, string prefix, string own, string others)
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(), app =>
        {
            app.MapGroup(prefix).MapPhilaeHealthChecks(pattern, options => options.Ready.Path = "/readyz");
            app.MapFallback(() => Hello);
        });

        foreach (string path in own.Split(' '))
        {
            using HttpResponseMessage response = await app.Client.GetAsync(path);
            (response.StatusCode, await response.Content.ReadAsStringAsync()).Should().Be((HttpStatusCode.NotFound, ""), path);
        }

        foreach (string path in others.Split(' '))
        {
            (await app.Client.GetStringAsync(path)).Should().Be(Hello, path);
        }
    }

    [Fact]
    public async Task Map_RequireHostOrPort_TheFallbackAnswersOnNoOther()
    {
        int port = FreePort.Next();
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(), app =>
        {
            app.Urls.Add($"http://127.0.0.1:{FreePort.Next()}");
            app.Urls.Add($"http://127.0.0.1:{port}");
            app.MapPhilaeHealthChecks("/a", options => options.Ready.Path = "/readyz").RequireHost("health.internal");
            app.MapPhilaeHealthChecks("/b", options => (options.Ready.Path, options.Port) = ("/ready-b", port));
            app.MapFallback(() => Hello);
        });

        foreach (string path in (string[])["/a", "/a/live", "/a/x", "/readyz", "/readyz/x", "/b", "/b/live", "/b/x", "/ready-b"])
        {
            (await app.Client.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.NotFound, path);
        }
    }

    [Fact]
    public async Task Map_OneCallBelowAnother_BothAnswer()
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(), app =>
        {
            app.MapPhilaeHealthChecks();
            app.MapPhilaeHealthChecks("/_health/internal", options => options.Details = PhilaeDetails.Never);
        });

        foreach (string path in (string[])["/_health", "/_health/ready", "/_health/internal", "/_health/internal/ready"])
        {
            PhilaeReport.Read(await app.Client.GetByteArrayAsync(path)).Probes.Should().HaveCount(path.Contains("internal", StringComparison.Ordinal) ? 0 : 1, path);
        }

        (await app.Client.GetAsync("/_health/internal/x")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    // ASP.NET Core routes before the base is known, and again after it only what was not matched.
    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    public async Task Map_PathBase_AnswersWithItUnlessAFallbackIsMatchedBefore(bool hasFallback, bool routesAfter, bool answers)
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(), app =>
        {
            app.UsePathBase("/app");
            if (routesAfter)
            {
                app.UseRouting();
            }

            app.MapPhilaeHealthChecks();
            if (hasFallback)
            {
                app.MapFallback(() => Hello);
            }
        });

        (await app.Client.GetStringAsync("/app/_health") != Hello).Should().Be(answers);
        (await app.Client.GetStringAsync("/_health")).Should().StartWith("{\"healthy\":true,");
        if (answers)
        {
            (await app.Client.GetAsync("/app/_health/nonsense")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Map_GroupWithRateLimit_IsLimited()
    {
        await using TestApp app = await TestApp.StartAsync(
            checks =>
            {
                checks.AddPhilaeSample();
                checks.Services.AddRateLimiter(static options => options.AddPolicy("none", static _ => RateLimitPartition.Get(0, static _ => new NoPermits())));
            },
            app =>
            {
                app.UseRateLimiter();
                app.MapGroup("/limited").RequireRateLimiting("none").MapPhilaeHealthChecks();
                app.MapPhilaeHealthChecks();
            });

        (await app.Client.GetAsync("/limited/_health")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await app.Client.GetAsync("/_health")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Map_ShortCircuitWithAuthorization_IsRefusedAndNoSuccess()
    {
        await using TestApp app = await TestApp.StartAsync(
            checks => checks.AddPhilaeSample().Services.AddAuthorization(), app => app.MapPhilaeHealthChecks().RequireAuthorization().ShortCircuit());

        (await app.Client.GetAsync("/_health")).StatusCode.Should().Be(HttpStatusCode.InternalServerError);
    }
}
