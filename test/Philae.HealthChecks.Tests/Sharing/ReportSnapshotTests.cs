using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.Tests.Engine;

namespace Philae.HealthChecks.Tests.Sharing;

/// <summary>What requests share of each other's rounds, counted in runs, and when they may not.</summary>
public sealed class ReportSnapshotTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Ask_OneOutcomeIsOutOfDate_RunsThatOneAlone()
    {
        int brief = 0;
        int lasting = 0;
        await using var host = new ProbeHost(
            builder => builder
                .AddPhilaeProbe("brief", _ => Task.FromResult(++brief), configure: static options => options.MaxAge = Short)
                .AddPhilaeProbe("lasting", _ => Task.FromResult(++lasting), configure: static options => options.MaxAge = 3 * Short),
            _time);

        await host.Prober.CheckAsync();
        _time.Advance(Short - TimeSpan.FromTicks(1));
        IReadOnlyDictionary<string, HealthReportEntry> shared = (await host.Prober.CheckAsync()).Entries;
        (brief, lasting).Should().Be((1, 1));
        (await host.Prober.CheckAsync()).Entries.Should().BeSameAs(shared);

        _time.Advance(TimeSpan.FromTicks(1));
        await host.Prober.CheckAsync();
        (brief, lasting).Should().Be((2, 1));

        _time.Advance(2 * Short);
        await host.Prober.CheckAsync();
        (brief, lasting).Should().Be((3, 2));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    public async Task Ask_RoundInFlight_IsSharedUnlessWhatHasEndedIsOutOfDate(int maxAgeSeconds, int expected)
    {
        int runs = 0;
        var held = new HeldCheck();
        var known = new KnownProbes();
        await using var host = new ProbeHost(
            builder =>
            {
                builder.Services.AddSingleton<IProbeObserver>(known);
                builder.AddPhilaeProbe("held", held.CheckAsync)
                    .AddPhilaeProbe("ended", _ => Task.FromResult(Interlocked.Increment(ref runs)), configure: options => options.MaxAge = maxAgeSeconds * Short);
            },
            _time);
        Task<HealthReport> first = host.Prober.CheckAsync();
        await held.Started;
        await Eventually.TrueAsync(() => known.Count == 1);

        Task<HealthReport> second = host.Prober.CheckAsync();
        await Eventually.TrueAsync(() => Volatile.Read(ref runs) == expected);
        held.End();

        await Task.WhenAll(first, second);
        runs.Should().Be(expected);
        held.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Ask_WhoeverBeganTheRoundLeaves_TheOthersAreAnsweredFromIt()
    {
        var held = new HeldCheck();
        using var leaving = new CancellationTokenSource();
        await using var host = new ProbeHost(builder => builder.AddPhilaeProbe("p", held.CheckAsync), _time);
        Task<HealthReport> first = host.Prober.CheckAsync(leaving.Token);
        await held.Started;
        Task<HealthReport>[] others = [host.Prober.CheckAsync(), host.Prober.CheckAsync()];

        await leaving.CancelAsync();
        await first.Invoking(static task => task).Should().ThrowAsync<OperationCanceledException>();
        held.Token.IsCancellationRequested.Should().BeFalse();
        held.End();

        HealthReport[] reports = await Task.WhenAll(others);
        reports[0].Status.Should().Be(HealthStatus.Healthy);
        reports[1].Entries.Should().BeSameAs(reports[0].Entries);
        held.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Ask_LateCheckHasEndedDuringARound_TheNextRequestRunsItAfresh()
    {
        var late = new HeldCheck();
        var held = new HeldCheck();
        await using var host = new ProbeHost(
            builder => builder.AddPhilaeProbe("late", late.CheckAsync, timeout: Short).AddPhilaeProbe("held", held.CheckAsync), _time);
        Task<HealthReport> first = host.Prober.CheckAsync();
        await Task.WhenAll(late.Started, held.Started);
        _time.Advance(Short);
        (await host.Prober.CheckOneAsync("late")).Status.Should().Be(HealthStatus.Unhealthy);

        late.End();
        await Eventually.TrueAsync(() => host.Log.Entries.Any(static entry => entry.Text.StartsWith("The check of 'late', abandoned", StringComparison.Ordinal)));
        Task<HealthReport> second = host.Prober.CheckAsync();
        await Eventually.TrueAsync(() => late.Runs == 2);
        held.End();

        (await first).Entries["late"].Status.Should().Be(HealthStatus.Unhealthy);
        (await second).Status.Should().Be(HealthStatus.Healthy);
        held.Runs.Should().Be(1);
    }

    // A threshold makes of the same hanging check first one, then another report, and any endpoint may be the first to be told.
    [Fact]
    public async Task Ask_AnotherEndpointHasBeenToldThatALateCheckIsDown_AllAreToldSo()
    {
        var held = new HeldCheck();
        bool hangs = false;
        await using var host = new ProbeHost(
            builder => builder.AddPhilaeProbe("p", token => hangs ? held.CheckAsync(token) : Task.CompletedTask, configure: static options => options.FailureThreshold = 2), _time);
        await host.Prober.CheckAsync();
        hangs = true;
        Task<HealthReport> first = host.Prober.CheckAsync();
        await held.Started;
        _time.Advance(Deadline);
        (await first).Status.Should().Be(HealthStatus.Healthy, "it is the first of two");
        _time.Advance(Deadline);

        (await host.Prober.CheckOneAsync("p")).Status.Should().Be(HealthStatus.Unhealthy);

        (await host.Prober.CheckAsync()).Status.Should().Be(HealthStatus.Unhealthy);
        held.End();
    }
}
