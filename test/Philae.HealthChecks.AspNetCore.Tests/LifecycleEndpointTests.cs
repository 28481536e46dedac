using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Philae.HealthChecks.AspNetCore.Tests.Loops;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>What each of the endpoints for Kubernetes runs, and what it says while the host comes and goes.</summary>
public sealed class LifecycleEndpointTests
{
    [Theory]
    [InlineData("/_health", "plain live ready startup external both")]
    [InlineData("/_health/live", "live both")]
    [InlineData("/_health/ready", "ready both")]
    [InlineData("/_health/startup", "startup")]
    public async Task Get_Tagged_RunsThoseAndNoOther(string path, string expected)
    {
        await using TestApp app = await TestApp.StartAsync(Tagged("plain:", "live:live", "ready:ready", "startup:startup", "external:external", "both:live,ready"));

        (await NamesAsync(app, path)).Should().Be(expected);
    }

    [Fact]
    public async Task Ready_NothingTaggedReady_RunsAllThatDoNotOptOut()
    {
        await using TestApp app = await TestApp.StartAsync(Tagged("plain:", "other:db", "live:live", "startup:startup", "external:external"));

        (await NamesAsync(app, "/_health/ready")).Should().Be("plain other");
    }

    [Theory]
    [InlineData("/_health/live")]
    [InlineData("/_health/startup")]
    public async Task Get_NothingTagged_IsHealthyAndRunsNothing(string path)
    {
        int runs = 0;
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeProbe("db", _ => throw new ProbeException($"{++runs}")));

        using HttpResponseMessage response = await app.Client.GetAsync(path);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().Be("{\"healthy\":true,\"probes\":[],\"error\":null}\n");
        runs.Should().Be(0);
    }

    [Fact]
    public async Task Map_OwnPathsAndTags_AreThose()
    {
        await using TestApp app = await TestApp.StartAsync(Tagged("a:one", "b:two", "c:live"), options =>
        {
            options.Tags.Add("one");
            options.Tags.Add("two");
            options.Live.Path = "/livez";
            options.Ready.Tags.Add("two");
            options.Ready.Path = "can-serve";
            options.Startup.Path = null;
        });

        (await NamesAsync(app, "/_health")).Should().Be("a b");
        (await NamesAsync(app, "/livez")).Should().Be("c");
        (await NamesAsync(app, "/_health/can-serve")).Should().Be("b");
        (await app.Client.GetAsync("/_health/ready")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await app.Client.GetAsync("/_health/live")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await app.Client.GetAsync("/_health/startup")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Get_TagsAndPredicate_BothChoose()
    {
        await using TestApp app = await TestApp.StartAsync(Tagged("a:one", "b:one", "c:two"), options =>
        {
            options.Tags.Add("one");
            options.Predicate = check => check.Name != "a";
        });

        (await NamesAsync(app, "/_health")).Should().Be("b");
    }

    [Theory]
    [InlineData("")]
    [InlineData("ready")]
    [InlineData("/_health/Ready/")]
    public async Task Map_TwoOnOneRoute_NamesIt(string path)
    {
        Func<Task> start = () => TestApp.StartAsync(Tagged("a:one"), options => options.Live.Path = path);

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("Two of the health endpoints have the route *");
    }

    [Fact]
    public async Task Map_NullTag_IsRefused()
    {
        Func<Task> start = () => TestApp.StartAsync(Tagged("a:one"), options => options.Tags.Add(null!));

        await start.Should().ThrowAsync<InvalidOperationException>();
    }

    [Theory]
    [InlineData("Tags")]
    [InlineData("Live.Tags")]
    [InlineData("Ready.Tags")]
    [InlineData("Startup.Tags")]
    public async Task Map_TagThatNothingCarries_NamesBoth(string option)
    {
        Func<Task> start = () => TestApp.StartAsync(Tagged("a:one"), options =>
        {
            ICollection<string> tags = option switch
            {
                "Tags" => options.Tags,
                "Live.Tags" => options.Live.Tags,
                "Ready.Tags" => options.Ready.Tags,
                _ => options.Startup.Tags,
            };
            tags.Add("one");
            tags.Add("critcal");
        });

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage($"PhilaeEndpointOptions.{option} names the tag 'critcal'*");
    }

    [Fact]
    public async Task Startup_UntilTheHostHasStarted_IsUnhealthyAndAsksNobody()
    {
        var gate = new TaskCompletionSource();
        var reached = new TaskCompletionSource<string>();
        int runs = 0;
        int port = FreePort.Next();
        Task<TestApp> start = TestApp.StartAsync(
            checks =>
            {
                checks.AddPhilaeProbe("warm", _ => Task.FromResult(++runs), tags: ["startup"]);
                checks.Services.AddSingleton<IHostedService>(new LastStep(() =>
                {
                    reached.SetResult("");
                    return gate.Task;
                }));
            },
            port: port);
        await reached.Task;
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        using HttpResponseMessage early = await client.GetAsync("/_health/startup");
        using HttpResponseMessage live = await client.GetAsync("/_health/live");
        gate.SetResult();
        await using TestApp app = await start;
        using HttpResponseMessage late = await client.GetAsync("/_health/startup");

        (early.StatusCode, live.StatusCode, late.StatusCode).Should().Be((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK, HttpStatusCode.OK));
        (await early.Content.ReadAsStringAsync()).Should().Contain("\"name\":\"startup\"").And.Contain("the host is starting");
        runs.Should().Be(1);
    }

    [Theory]
    [InlineData("a, b, c, d, e, f, g, h")]
    [InlineData("x")]
    public async Task Startup_AskedByAWayThatAnyoneMayForge_IsNotOverByIt(string via)
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks
            .AddPhilaeProbe("cold", static _ => throw new ProbeException("cold"), tags: ["startup"])
            .AddCheck("other", static () => HealthCheckResult.Unhealthy(), tags: ["startup"]));
        using var forged = new HttpRequestMessage(HttpMethod.Get, "/_health/startup") { Headers = { { LoopHeaders.Via, via } } };

        (await app.Client.SendAsync(forged)).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await app.Client.GetAsync("/_health/startup")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Startup_OnceHealthy_StaysSo()
    {
        bool healthy = false;
        int runs = 0;
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeProbe("warm", _ =>
        {
            runs++;
            return healthy ? Task.CompletedTask : throw new ProbeException("cold");
        }, tags: ["startup"]));

        (await app.Client.GetAsync("/_health/startup")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        healthy = true;
        (await app.Client.GetAsync("/_health/startup")).StatusCode.Should().Be(HttpStatusCode.OK);
        healthy = false;
        (await NamesAsync(app, "/_health/startup")).Should().Be("warm");
        runs.Should().Be(2);
    }

    private static Action<IHealthChecksBuilder> Tagged(params string[] probes) => checks =>
    {
        foreach (string probe in probes)
        {
            string[] parts = probe.Split(':');
            checks.AddPhilaeProbe(parts[0], static _ => Task.CompletedTask, tags: parts[1].Split(','));
        }
    };

    private static async Task<string> NamesAsync(TestApp app, string path)
    {
        PhilaeReport report = PhilaeReport.Read(await app.Client.GetByteArrayAsync(path));
        return string.Join(' ', report.Probes.Select(probe => probe.Name));
    }

    /// <summary>The last step of a host's start, when its server is up already.</summary>
    private sealed class LastStep(Func<Task> step) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => step();

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
