using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.Tests.Engine;

namespace Philae.HealthChecks.Tests;

/// <summary>The report comes in time, with whatever is known by then, or not at all where nobody waits for it.</summary>
public sealed class PhilaeProberDeadlineTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task CheckAsync_OtherCheckNeverEnds_IsCutAtTheReportsDeadlineAndTheRestKept()
    {
        var never = new HeldCheck();
        int others = 0;
        var time = new ObservedTime(_time);
        var known = new KnownProbes();
        await using var host = new ProbeHost(checks =>
        {
            checks.Services.AddSingleton<TimeProvider>(time).AddSingleton<IProbeObserver>(known);
            checks.AddPhilaeProbe("well", _ => Task.FromResult(Interlocked.Increment(ref others)))
                .AddCheck("never", new AsyncCheck(never.CheckAsync), HealthStatus.Degraded, ["slow"])
                .AddCheck("other", () => HealthCheckResult.Healthy($"{Interlocked.Increment(ref others)}"))
                .AddPhilaeProbe("down", _ => throw new ProbeException($"down {Interlocked.Increment(ref others)}"));
        });
        Task<HealthReport> check = host.Prober.CheckAsync();
        await never.Started;
        await Eventually.TrueAsync(() => known.Count == 2 && Volatile.Read(ref others) == 3 && time.WaitingTimers == 3); // those that the probes keep, and that of the check that never ends

        _time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        never.Token.IsCancellationRequested.Should().BeFalse();
        check.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        HealthReport report = await check;
        report.Entries.Select(static entry => $"{entry.Key} {entry.Value.Status}").Should().Equal("well Healthy", "never Degraded", "other Healthy", "down Unhealthy");
        report.Entries["never"].Tags.Should().Equal("slow");
        report.Entries["never"].Duration.Should().Be(TimeSpan.FromSeconds(10));
        report.TotalDuration.Should().Be(TimeSpan.FromSeconds(10));
        ProbeHost.Json(report).Should().Contain("\"degraded: prober: context deadline exceeded\"");
        await Eventually.TrueAsync(() => never.Token.IsCancellationRequested);
        never.End();
    }

    [Fact]
    public async Task CheckAsync_OtherCheckBlocksItsThread_IsCutToo()
    {
        var gate = new ManualResetEventSlim(); // not disposed: those that wait may come to it later
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var time = new ObservedTime(_time);
        var known = new KnownProbes();
        await using var host = new ProbeHost(checks =>
        {
            checks.Services.AddSingleton<TimeProvider>(time).AddSingleton<IProbeObserver>(known);
            checks.AddPhilaeProbe("p", static _ => Task.CompletedTask).AddCheck("blocks", () =>
            {
                started.SetResult();
                gate.Wait();
                return HealthCheckResult.Healthy();
            });
        });
        Task<HealthReport> check = host.Prober.CheckAsync();
        await started.Task;
        await Eventually.TrueAsync(() => known.Count == 1 && time.WaitingTimers == 2); // the one that the probe keeps, and the check's

        _time.Advance(TimeSpan.FromSeconds(10));

        (await check).Entries.Values.Select(static entry => entry.Status).Should().Equal(HealthStatus.Healthy, HealthStatus.Unhealthy);
        gate.Set();
    }

    [Fact]
    public async Task CheckAsync_CallerHasAlreadyGone_RunsNothing()
    {
        await using var host = new ProbeHost(static checks => checks.AddPhilaeProbe("p", static _ => throw new ProbeException("not to be run")));

        await host.Prober.Invoking(static prober => prober.CheckAsync(new CancellationToken(true))).Should().ThrowAsync<OperationCanceledException>();
        await host.Prober.Invoking(static prober => prober.CheckOneAsync("p", new CancellationToken(true))).Should().ThrowAsync<OperationCanceledException>();

        host.Log.Entries.Should().BeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task CheckAsync_CallerGoes_ThrowsCancellationAndStopsTheOtherChecks(int seconds)
    {
        var probe = new HeldCheck();
        var other = new HeldCheck();
        using var caller = new CancellationTokenSource();
        await using var host = new ProbeHost(
            checks => checks.AddPhilaeProbe("p", probe.CheckAsync).AddCheck("other", new AsyncCheck(other.CheckAsync)), _time);
        Task<HealthReport> check = host.Prober.CheckAsync(caller.Token);
        await Task.WhenAll(probe.Started, other.Started);

        _time.Advance(TimeSpan.FromSeconds(seconds));
        await caller.CancelAsync();

        await check.Invoking(static task => task).Should().ThrowAsync<OperationCanceledException>();
        await Eventually.TrueAsync(() => other.Token.IsCancellationRequested);
        probe.Token.IsCancellationRequested.Should().BeFalse();
        probe.End();
        other.End();
    }

    // Past half of the deadline a probe takes a cancellation for the time-out of Microsoft's engine; the prober knows better.
    [Fact]
    public async Task CheckAsync_CallerOfProbesAloneGoesLate_ThrowsCancellation()
    {
        var probe = new HeldCheck();
        using var caller = new CancellationTokenSource();
        await using var host = new ProbeHost(checks => checks.AddPhilaeProbe("p", probe.CheckAsync), _time);
        Task<HealthReport> check = host.Prober.CheckAsync(caller.Token);
        await probe.Started;

        _time.Advance(TimeSpan.FromSeconds(9));
        await caller.CancelAsync();

        await check.Invoking(static task => task).Should().ThrowAsync<OperationCanceledException>();
        probe.End();
    }

    private sealed class AsyncCheck(Func<CancellationToken, Task> check) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await check(cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }
}
