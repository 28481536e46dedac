using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.AspNetCore.Tests.Loops;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>Services on Kestrel that probe each other in a circle: no wait to a deadline, no false alarm, and no storm.</summary>
public sealed class CircleTests : IAsyncLifetime
{
    private const int Services = 4;

    // Longer than the test: whoever waits for it hangs.
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly int[] _ports = [.. Enumerable.Range(0, Services).Select(static _ => FreePort.Next())];
    private readonly ConcurrentDictionary<int, string> _down = new();
    private readonly ConcurrentDictionary<int, int> _runs = new();
    private readonly List<TestApp> _apps = [];
    private int _depth = 8;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (TestApp app in _apps)
        {
            await app.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Get_Circle_IsHealthyAgainAndAgain(int services)
    {
        await StartAsync(services);

        for (int round = 0; round < 3; round++)
        {
            for (int service = 0; service < services; service++)
            {
                (await GetAsync(service)).Healthy.Should().BeTrue();
            }
        }

        _runs.Values.Sum().Should().BeLessThan(3 * services * services * 2, "each request goes round once");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Get_AllAtTheSameMoment_IsHealthy(int services)
    {
        await StartAsync(services);

        for (int round = 0; round < 20; round++)
        {
            PhilaeReport[] reports = await Task.WhenAll(Enumerable.Range(0, services * 4).Select(request => GetAsync(request % services)));

            reports.Should().OnlyContain(static report => report.Healthy);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Get_OneIsDownAndUpAgain_AllSayItAndForgetIt(int services)
    {
        await StartAsync(services);
        _down[0] = "db gone";

        // As far as news has to travel; each round asks everyone.
        await RoundsAsync(services);
        (await GetAsync(0)).Healthy.Should().BeFalse();
        PhilaeReport neighbour = await GetAsync(services - 1);
        neighbour.Healthy.Should().BeFalse();
        neighbour.Probes.Single(static probe => probe.Name == "next").Error!.ToString().Should().Contain("own: db gone");

        _down.Clear();
        await RoundsAsync(services);
        for (int service = 0; service < services; service++)
        {
            (await GetAsync(service)).Healthy.Should().BeTrue();
        }
    }

    [Fact]
    public async Task Get_AskedByItself_AnswersFromWhatItKnowsAndRunsNothing()
    {
        await StartAsync(2);
        await GetAsync(0);
        int runs = _runs[0];

        PhilaeReport report = await GetAsync(0, Id(0));

        report.Probes.Single(static probe => probe.Name == "next").Comment.Should().Be("took 0s (circle)");
        report.Healthy.Should().BeTrue();
        _runs[0].Should().Be(runs);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Get_AllAtTheSameMomentAndOneIsDownAndUpAgain_ForgetIt(int services)
    {
        await StartAsync(services);
        _down[0] = "db gone";
        for (int round = 0; round < 5; round++)
        {
            (await AllAtOnceAsync(services))[0].Healthy.Should().BeFalse("it is its own failure");
        }

        _down.Clear();
        await AllAtOnceAsync(services);
        await AllAtOnceAsync(services);
        for (int round = 0; round < 5; round++)
        {
            (await AllAtOnceAsync(services)).Should().OnlyContain(static report => report.Healthy);
        }
    }

    [Fact]
    public async Task Get_ForgedWayOfRubbish_MakesNobodyHealthy()
    {
        await StartAsync(2);
        _down[1] = "db gone";

        PhilaeReport report = await GetAsync(0, "r1, r2, r3, r4, r5, r6, r7");

        report.Healthy.Should().BeFalse("what the other does not know yet it asks for");
    }

    [Fact]
    public async Task Get_AskedByItselfBeforeItKnowsAnything_AsksWhatIsItsOwn()
    {
        await StartAsync(1);

        PhilaeReport report = await GetAsync(0, $"somebody, {Id(0)}");

        report.Healthy.Should().BeTrue();
        report.Probes.Single(static probe => probe.Name == "own").Comment.Should().NotContain("(");
        _runs[0].Should().Be(1);
    }

    [Fact]
    public async Task Get_TargetIsOnTheWay_IsNotAsked()
    {
        await StartAsync(2);
        await GetAsync(0);
        int runs = _runs[1];

        PhilaeReport report = await GetAsync(0, Id(1));

        report.Probes.Single(static probe => probe.Name == "next").Comment.Should().Be("took 0s (circle)");
        _runs[1].Should().Be(runs);
    }

    [Theory]
    [InlineData(8, 7, true)]
    [InlineData(8, 8, false)]
    [InlineData(8, 100, false)]
    [InlineData(1, 1, false)]
    [InlineData(32, 31, true)]
    [InlineData(32, 32, false)]
    public async Task Get_LongWay_EndsAtTheDepth(int depth, int services, bool goesOn)
    {
        _depth = depth;
        await StartAsync(2);

        await GetAsync(0, string.Join(',', Enumerable.Range(0, services).Select(static id => $"id-{id}")));

        _runs.ContainsKey(1).Should().Be(goesOn);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",,, ,")]
    [InlineData("<script>, ../.., %00")]
    [InlineData("null")]
    public async Task Get_HeaderOfRubbish_IsAnOrdinaryRequest(string via)
    {
        await StartAsync(1);

        (await GetAsync(0, via)).Healthy.Should().BeTrue();
        _runs[0].Should().Be(1);
    }

    [Fact]
    public async Task Get_HeaderOfThirtyKilobytes_IsReadToItsFirstOnes()
    {
        await StartAsync(1);

        (await GetAsync(0, new string('x', 30_000))).Healthy.Should().BeTrue();
        _runs[0].Should().Be(1);
    }

    [Fact]
    public async Task Answer_HeaderOfTenMegabytes_IsHarmless()
    {
        await StartAsync(1);
        PhilaeProber prober = _apps[0].Services.GetRequiredService<PhilaeProber>();

        (await prober.AnswerAsync(new() { Headers = static _ => [new string(',', 10_000_000), new string('x', 10_000_000), null] })).Report.Entries.Should().HaveCount(1);
        _runs[0].Should().Be(1);
    }

    [Fact]
    public async Task Get_TwoReplicasOfOne_EndsAsWell()
    {
        // 0 and 1 are replicas that probe 2, which probes now this one and now the other.
        int turn = 0;
        await using TestApp balancer = await TestApp.StartAsync(static _ => { }, (WebApplication app) => app.Run(async context =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_ports[turn++ % 2]}/_health");
            request.Headers.TryAddWithoutValidation(LoopHeaders.Via, context.Request.Headers[LoopHeaders.Via].ToString());
            using HttpResponseMessage response = await _apps[0].Client.SendAsync(request);
            context.Response.StatusCode = (int)response.StatusCode;
            context.Response.Headers[LoopHeaders.Id] = response.Headers.GetValues(LoopHeaders.Id).Single();
            await response.Content.CopyToAsync(context.Response.Body);
        }));
        await StartAsync(0, $"http://127.0.0.1:{_ports[2]}/_health");
        await StartAsync(1, $"http://127.0.0.1:{_ports[2]}/_health");
        await StartAsync(2, new Uri(balancer.Client.BaseAddress!, "/_health").AbsoluteUri);

        for (int round = 0; round < 10; round++)
        {
            PhilaeReport[] reports = await Task.WhenAll(GetAsync(0), GetAsync(1), GetAsync(2));
            reports.Should().OnlyContain(static report => report.Healthy);
        }
    }

    private string Id(int service) => _apps[service].Services.GetRequiredService<PhilaeProber>().Id;

    private async Task RoundsAsync(int services)
    {
        for (int round = 0; round < services + 1; round++)
        {
            for (int service = 0; service < services; service++)
            {
                await GetAsync(service);
            }
        }
    }

    // Each probes the next, and the last one the first.
    private async Task StartAsync(int services)
    {
        for (int service = 0; service < services; service++)
        {
            await StartAsync(service, services == 1 ? null : $"http://127.0.0.1:{_ports[(service + 1) % services]}/_health");
        }
    }

    private async Task StartAsync(int service, string? next) => _apps.Add(await TestApp.StartAsync(
        checks =>
        {
            checks.AddPhilaeProbe("own", _ =>
            {
                _runs.AddOrUpdate(service, 1, static (_, runs) => runs + 1);
                return _down.TryGetValue(service, out string? reason) ? throw new ProbeException(reason) : Task.CompletedTask;
            });
            checks.Services.Configure<PhilaeOptions>(options => (options.Deadline, options.MaxServiceDepth) = (Never, _depth));
            if (next is not null)
            {
                checks.AddPhilaeService(next, "next", configure: static options => (options.ConnectTimeout, options.ResponseTimeout) = (Never, Never));
            }
        },
        port: _ports[service]));

    private Task<PhilaeReport[]> AllAtOnceAsync(int services) => Task.WhenAll(Enumerable.Range(0, services).Select(service => GetAsync(service)));

    private async Task<PhilaeReport> GetAsync(int service, string? via = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_health");
        if (via is not null)
        {
            request.Headers.TryAddWithoutValidation(LoopHeaders.Via, via);
        }

        using HttpResponseMessage response = await _apps[service].Client.SendAsync(request).WaitAsync(Patience);
        return PhilaeReport.Read(await response.Content.ReadAsByteArrayAsync());
    }
}
