using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>Two calls of <c>MapPhilaeHealthChecks</c> that have a path in common.</summary>
public sealed class SharedRouteTests
{
    private static readonly Dictionary<string, (string Route, Action<IEndpointRouteBuilder> Map)> Refused = new()
    {
        ["same"] = ("/_health", static app => Twice(app, app)),
        ["case"] = ("/_Health", static app => Twice(app, app, second: "/_Health")),
        ["slashes"] = ("/_health/", static app => Twice(app, app, second: "_health/")),
        ["one group"] = ("/a/_health", static app => Twice(app.MapGroup("/a"), app, second: "/a/_health")),
        ["another group"] = ("/a/_health", static app => Twice(app, app.MapGroup("/a"), first: "/a/_health")),
        ["groups"] = ("/a/_health", static app => Twice(app.MapGroup("/a"), app.MapGroup("/A"))),
        ["nested groups"] = ("/a/b/_health", static app => Twice(app.MapGroup("/a/b"), app.MapGroup("/a").MapGroup("b"))),
        ["parameters"] = ("/{b}/_health", static app => Twice(app, app, "/{a}/_health", "/{b}/_health")),
        ["parameters with a constraint"] = ("/{b:int}/_health", static app => Twice(app, app, "/{a:int}/_health", "/{b:int}/_health")),
        ["path from the root"] = ("/readyz", TwicePath),
        ["report and path below"] = ("/_health/live", static app => Twice(app, app, second: "/_health/live")),
        ["ports"] = ("/_health", TwoPorts),
        ["host"] = ("/_health", static app => Twice(app, app, hosts: ("a.internal", "A.internal"))),
        ["host with and without a port"] = ("/_health", static app => Twice(app, app, hosts: ("a.internal:80", "a.internal"))),
        ["wildcard host"] = ("/_health", static app => Twice(app, app, hosts: ("a.internal", "*.internal"))),
        ["any host with a port"] = ("/_health", static app => Twice(app, app, hosts: ("*:80", "a.internal"))),
    };

    public static TheoryData<string> RefusedKinds => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(RefusedKinds))]
    public async Task Start_CommonRoute_NamesIt(string kind)
    {
        (string route, Action<IEndpointRouteBuilder> map) = Refused[kind];

        Func<Task> start = () => TestApp.StartAsync(checks => checks.AddPhilaeSample(), map);

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage($"*'{route}'*");
    }

    [Theory]
    [MemberData(nameof(RefusedKinds))]
    public async Task StartWithStartupClass_CommonRoute_NamesIt(string kind)
    {
        (string route, Action<IEndpointRouteBuilder> map) = Refused[kind];
        using IHost host = Startup(checks => checks.AddPhilaeSample(), map, new LogCollector());

        Func<Task> start = () => host.StartAsync();

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage($"*'{route}'*");
    }

    // Nothing of Philae's is in the container then that could fail the start.
    [Fact]
    public async Task StartWithoutAnyProbe_CommonRouteOfGroups_IsAnErrorInTheLog()
    {
        var log = new LogCollector();
        using IHost host = Startup(checks => checks.AddCheck("existing", () => HealthCheckResult.Healthy()), app => Twice(app.MapGroup("/a"), app.MapGroup("/a")), log);

        await host.StartAsync();

        log.Entries.Should().ContainSingle(entry => entry.Level >= LogLevel.Error).Which.Text.Should().Contain("'/a/_health'");
        await host.StopAsync();
    }

    [Theory]
    [InlineData("a.internal", "b.internal")]
    [InlineData("a.internal:1", "a.internal:2")]
    [InlineData("*.a.internal", "*.b.internal")]
    public async Task Start_OtherHosts_EachAnswersItsOwn(string first, string second)
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(), app =>
        {
            app.MapPhilaeHealthChecks().RequireHost(first);
            app.MapPhilaeHealthChecks(configure: static options => options.Details = PhilaeDetails.Never).RequireHost(second);
            app.MapFallback(static () => "hello");
        });

        (await ProbesAsync(app, first.Replace('*', 'x'))).Should().Be(1);
        (await ProbesAsync(app, second.Replace('*', 'x'))).Should().Be(0);
        (await app.Client.GetAsync("/_health")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await app.Client.GetAsync("/_health/x")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Start_OneForAHostAndOneForTheOthers_EachAnswersItsOwn()
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(), app =>
        {
            app.MapPhilaeHealthChecks().RequireHost("a.internal");
            app.MapPhilaeHealthChecks(configure: static options => options.Details = PhilaeDetails.Never);
        });

        (await ProbesAsync(app, "a.internal")).Should().Be(1);
        (await ProbesAsync(app, "b.internal")).Should().Be(0);
    }

    [Fact]
    public async Task Start_BranchesWithRoutingOfTheirOwn_EachAnswersItsOwn()
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(), app =>
        {
            app.Map("/a", branch => branch.UseRouting().UseEndpoints(endpoints => endpoints.MapPhilaeHealthChecks()));
            app.Map("/b", branch => branch.UseRouting().UseEndpoints(endpoints => endpoints.MapGroup("").MapPhilaeHealthChecks()));
            app.MapPhilaeHealthChecks();
        });

        foreach (string path in (string[])["/_health", "/a/_health", "/b/_health"])
        {
            (await app.Client.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.OK, path);
        }
    }

    [Fact]
    public async Task Start_BranchWithACommonRoute_NamesIt()
    {
        Func<Task> start = () => TestApp.StartAsync(checks => checks.AddPhilaeSample(), app =>
        {
            app.Map("/a", branch => branch.UseRouting().UseEndpoints(endpoints => Twice(endpoints, endpoints.MapGroup(""))));
            app.MapPhilaeHealthChecks("/b");
        });

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*'/_health'*");
    }

    private static void Twice(
        IEndpointRouteBuilder one, IEndpointRouteBuilder other, string first = "/_health", string second = "/_health", (string First, string Second)? hosts = null)
    {
        IEndpointConventionBuilder a = one.MapPhilaeHealthChecks(first);
        IEndpointConventionBuilder b = other.MapPhilaeHealthChecks(second);
        if (hosts is { } names)
        {
            a.RequireHost(names.First);
            b.RequireHost(names.Second);
        }
    }

    private static void TwicePath(IEndpointRouteBuilder app)
    {
        app.MapPhilaeHealthChecks("/a", static options => options.Ready.Path = "/readyz");
        app.MapPhilaeHealthChecks("/b", static options => options.Live.Path = "/readyz");
    }

    private static void TwoPorts(IEndpointRouteBuilder app)
    {
        app.MapPhilaeHealthChecks(configure: static options => options.Port = 1);
        app.MapPhilaeHealthChecks(configure: static options => options.Port = 2);
    }

    private static async Task<int> ProbesAsync(TestApp app, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_health") { Headers = { Host = host } };
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        return PhilaeReport.Read(await response.Content.ReadAsByteArrayAsync()).Probes.Count;
    }

    private static IHost Startup(Action<IHealthChecksBuilder> checks, Action<IEndpointRouteBuilder> map, LogCollector log) => new HostBuilder()
        .ConfigureLogging(logging => logging.ClearProviders().AddProvider(log))
        .ConfigureWebHost(web => web
            .UseKestrel()
            .UseUrls("http://127.0.0.1:0")
            .ConfigureServices(services =>
            {
                services.AddRouting();
                checks(services.AddHealthChecks());
            })
            .Configure(app => app.UseRouting().UseEndpoints(map)))
        .Build();
}
