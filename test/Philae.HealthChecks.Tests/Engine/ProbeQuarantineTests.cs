using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>A check that hangs, together with the options that keep a state for longer than a run.</summary>
public sealed class ProbeQuarantineTests
{
    private const string Late = "probe check failed: prober: context deadline exceeded";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Check_HangsUnderAThreshold_EachDeadlineThatPassesCountsAsARun()
    {
        var held = new HeldCheck();
        bool hangs = false;
        await using var host = new ProbeHost(
            builder => builder.AddPhilaeProbe("p", token => hangs ? held.CheckAsync(token) : Task.CompletedTask, configure: static options => options.FailureThreshold = 3), _time);
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        hangs = true;
        Task<HealthReport> first = host.Prober.CheckAsync();
        await held.Started;

        _time.Advance(Deadline);
        (await first).Status.Should().Be(HealthStatus.Healthy, "the first of three");
        _time.Advance(Deadline);
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy, "the second");
        _time.Advance(Deadline);
        HealthReport third = await host.Prober.CheckAsync();

        ProbeHost.Reason(third).Should().Be(Late);
        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be(Late);
        held.Runs.Should().Be(1);
        await Eventually.TrueAsync(() => Lines().Any()); // a line may come just after the report
        Lines().Should().ContainSingle();
        held.End();

        IEnumerable<string> Lines() => host.Log.Entries.Select(static entry => entry.Text).Where(static text => text.StartsWith("Probe 'p' is Unhealthy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_AbandonedHasEnded_TheNextIsFreshWhateverTheMaxAge()
    {
        var held = new HeldCheck();
        await using var host = new ProbeHost(
            builder => builder.AddPhilaeProbe("p", held.CheckAsync, configure: static options => options.MaxAge = TimeSpan.FromHours(1)), _time);
        Task<HealthReport> first = host.Prober.CheckAsync();
        await held.Started;
        _time.Advance(Deadline);
        ProbeHost.Reason(await first).Should().Be(Late);

        held.End();

        await Eventually.TrueAsync(async () => (await host.CheckAsync()).Status == HealthStatus.Healthy);
        held.Runs.Should().Be(2);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(7)]
    public async Task Check_GuardedCheckReturnsNoStatusThatThereIs_IsAFailure(int status)
    {
        await using var host = new ProbeHost(builder => builder.AddCheck("odd", () => new HealthCheckResult((HealthStatus)status)).AddPhilaeGuardsForOtherChecks());

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Unhealthy);
    }

    [Fact]
    public async Task Engine_CallerLeavesLateInTheRun_IsACancellationAndNoFailure()
    {
        var held = new HeldCheck();
        using var caller = new CancellationTokenSource();
        await using var host = new ProbeHost(builder => builder.AddPhilaeProbe("p", held.CheckAsync), _time);
        Task<HealthCheckResult> check = MicrosoftEngine.Call(host, caller.Token);
        await held.Started;
        _time.Advance(Deadline - TimeSpan.FromSeconds(1));

        await caller.CancelAsync();

        await FluentActions.Awaiting(() => check).Should().ThrowAsync<OperationCanceledException>();
        held.End();
    }
}
