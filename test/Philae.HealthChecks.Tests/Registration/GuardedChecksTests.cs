using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.Tests.Engine;

namespace Philae.HealthChecks.Tests.Registration;

/// <summary>Everyone's checks, under the rules of the probes.</summary>
public sealed class GuardedChecksTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void AddPhilaeGuards_OtherRegistrations_KeepAllTheirSettingsAndTheirPlace()
    {
        var services = new ServiceCollection();
        services.AddHealthChecks().AddPhilaeGuardsForOtherChecks().AddCheck("first", static () => HealthCheckResult.Healthy()).AddPhilaeSample(true, "probe").Add(
            new HealthCheckRegistration("last", static _ => throw new InvalidOperationException(), HealthStatus.Degraded, ["a", "b"], TimeSpan.FromSeconds(3))
            {
                Delay = TimeSpan.FromSeconds(4),
                Period = TimeSpan.FromSeconds(5),
            });
        using ServiceProvider provider = services.BuildServiceProvider();

        var registrations = provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations;

        registrations.Select(static check => check.Name).Should().Equal("first", "probe", "last");
        HealthCheckRegistration last = registrations.Last();
        (last.FailureStatus, last.Timeout, last.Delay, last.Period).Should()
            .Be((HealthStatus.Degraded, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5)));
        last.Tags.Should().BeEquivalentTo("a", "b");
    }

    [Fact]
    public async Task AddPhilaeGuards_Predicate_GuardsTheChosenChecksAlone()
    {
        var runs = new Dictionary<string, int> { ["guarded"] = 0, ["left out"] = 0 };
        await using var host = new ProbeHost(
            builder => builder
                .AddCheck("guarded", () => Count("guarded"))
                .AddCheck("left out", () => Count("left out"))
                .AddPhilaeGuardsForOtherChecks(static check => check.Name == "guarded")
                .Services.Configure<PhilaeOptions>(static options => options.MaxAge = TimeSpan.FromMinutes(1)),
            _time);

        await host.Prober.CheckAsync();
        await host.Prober.CheckAsync();

        runs.Should().Equal(new Dictionary<string, int> { ["guarded"] = 1, ["left out"] = 2 });

        HealthCheckResult Count(string name)
        {
            runs[name]++;
            return HealthCheckResult.Healthy();
        }
    }

    [Fact]
    public async Task Check_Result_IsTheChecksOwn()
    {
        await using var host = Host(static builder => builder.AddCheck(
            "other", static () => HealthCheckResult.Degraded("slow", data: new Dictionary<string, object> { ["rows"] = 7 }), ["tag"]));

        HealthReportEntry entry = await host.CheckAsync();

        (entry.Status, entry.Description, entry.Data["rows"]).Should().Be((HealthStatus.Degraded, "slow", 7));
        entry.Tags.Should().Equal("tag");
    }

    [Fact]
    public async Task Check_HangsAndIsAskedAgain_RunsOnce()
    {
        var held = new HeldCheck();
        await using ProbeHost host = Host(builder => builder.AddAsyncCheck("other", Check(held)));
        Task<HealthReport> first = host.Prober.CheckAsync();
        await held.Started;
        Task<HealthReport> second = host.Prober.CheckAsync();
        _time.Advance(TimeSpan.FromSeconds(10));

        ProbeHost.Reason(await first).Should().Be("probe check failed: prober: context deadline exceeded");
        ProbeHost.Reason(await second).Should().Be("probe check failed: prober: context deadline exceeded");
        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be("probe check failed: prober: context deadline exceeded");
        held.Runs.Should().Be(1);
        held.End();
        await Eventually.TrueAsync(async () => (await host.CheckAsync()).Status == HealthStatus.Healthy);
    }

    [Fact]
    public async Task Check_MaxAgeOfAll_HoldsForItToo()
    {
        int runs = 0;
        await using ProbeHost host = Host(builder =>
        {
            builder.Services.Configure<PhilaeOptions>(static options => options.MaxAge = TimeSpan.FromMinutes(1));
            builder.AddCheck("other", () => HealthCheckResult.Healthy($"{++runs}"));
        });

        await host.CheckAsync();
        await host.CheckAsync();

        runs.Should().Be(1);
    }

    [Fact]
    public async Task Check_ThroughMicrosoftsEngine_IsGuardedAlike()
    {
        var held = new HeldCheck();
        await using ProbeHost host = Host(builder => builder.AddAsyncCheck("other", Check(held)));
        var engine = host.Services.GetRequiredService<HealthCheckService>();
        Task<HealthReport> first = engine.CheckHealthAsync();
        await held.Started;
        _time.Advance(TimeSpan.FromSeconds(10));

        (await first).Status.Should().Be(HealthStatus.Unhealthy);
        (await engine.CheckHealthAsync()).Status.Should().Be(HealthStatus.Unhealthy);
        held.Runs.Should().Be(1);
        held.End();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_Throws_IsOneFailedEntryWithoutItsText(bool inFactory)
    {
        await using ProbeHost host = Host(builder =>
        {
            builder.Add(new HealthCheckRegistration(
                "other", _ => inFactory ? throw new InvalidOperationException("s3cr3t") : new Throwing(), HealthStatus.Degraded, null));
            builder.AddPhilaeProbe("sample", static _ => Task.CompletedTask);
        });

        HealthReport report = await host.Prober.CheckAsync();

        report.Entries["other"].Status.Should().Be(HealthStatus.Degraded);
        report.Entries["sample"].Status.Should().Be(HealthStatus.Healthy);
        ProbeHost.Json(report).Should().NotContain("s3cr3t");
        host.Log.ToString().Should().NotContain("s3cr3t");
    }

    [Fact]
    public async Task Check_ScopedService_IsMadeAnewAndDisposedEachRun()
    {
        var made = new List<Scoped>();
        await using ProbeHost host = Host(builder =>
        {
            builder.Services.AddScoped(_ =>
            {
                made.Add(new Scoped());
                return made[^1];
            });
            builder.AddCheck<NeedsScoped>("other");
        });

        await host.CheckAsync();
        await host.CheckAsync();

        made.Should().HaveCount(2).And.OnlyContain(static scoped => scoped.IsDisposed);
    }

    [Fact]
    public async Task Check_CallerHasAmbientState_TheRunHasNone()
    {
        Activity? seen = null;
        await using ProbeHost host = Host(builder => builder.AddCheck("other", () =>
        {
            seen = Activity.Current;
            return HealthCheckResult.Healthy();
        }));
        using Activity activity = new Activity("request").Start();

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        seen!.TraceId.Should().NotBe(activity.TraceId);
    }

    private ProbeHost Host(Action<IHealthChecksBuilder> add) => new(
        builder =>
        {
            builder.AddPhilaeGuardsForOtherChecks();
            add(builder);
        },
        _time);

    private static Func<CancellationToken, Task<HealthCheckResult>> Check(HeldCheck held) => async token =>
    {
        await held.CheckAsync(token);
        return HealthCheckResult.Healthy();
    };

    private sealed class Throwing : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            throw new AggregateException(new AggregateException(new InvalidOperationException("s3cr3t")));
    }

    private sealed class Scoped : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class NeedsScoped(Scoped scoped) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(scoped.IsDisposed ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
    }
}
