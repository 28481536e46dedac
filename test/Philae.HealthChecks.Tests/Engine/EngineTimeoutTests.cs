using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>Microsoft's engine, used without the prober: it has a timer of its own for a registration's timeout.</summary>
public sealed class EngineTimeoutTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task CheckHealthAsync_WhicheverTimerIsFirst_ReadsTheSame(int slower)
    {
        var held = new HeldCheck();
        await using ProbeHost host = Host(checks => checks.AddPhilaeProbe("p", held.CheckAsync, timeout: Short), new SlowTimers(slower));

        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Entries.Single().Value.Duration.Should().BeLessThan(Short * 500);
        ProbeHost.Reason(report).Should().Be("probe check failed: prober: context deadline exceeded");
        held.End();
    }

    // On a busy machine a check's turn comes so late that the engine has cancelled it before.
    [Theory]
    [InlineData(3, true)]
    [InlineData(0, false)]
    public async Task CheckHealthAsync_CancelledBeforeItsTurn_IsLateOnlyWhereTimeHasPassed(int seconds, bool late)
    {
        var clock = new FakeTimeProvider();
        var time = new ObservedTime(clock);
        await using ProbeHost host = Host(
            static checks => checks.AddPhilaeProbe("p", static _ => throw new ProbeException("not to be run"), timeout: TimeSpan.FromSeconds(3)), time);
        Func<CancellationToken, Task<HealthCheckResult>> check = MicrosoftEngine.Turn(host);

        clock.Advance(TimeSpan.FromSeconds(seconds));
        Func<Task<HealthCheckResult>> turn = () => check(new CancellationToken(true));

        if (late)
        {
            (await turn()).Description.Should().Be("prober: context deadline exceeded");
        }
        else
        {
            await turn.Should().ThrowAsync<OperationCanceledException>();
        }

        time.WaitingTimers.Should().Be(0, "a run begins with its deadline");
    }

    [Fact]
    public async Task CheckHealthAsync_CallerCancels_ThrowsCancellation()
    {
        var held = new HeldCheck();
        using var caller = new CancellationTokenSource();
        await using ProbeHost host = Host(checks => checks.AddPhilaeProbe("p", held.CheckAsync, timeout: TimeSpan.FromHours(1)), TimeProvider.System);
        Task<HealthReport> check = host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(caller.Token);
        await held.Started;

        await caller.CancelAsync();

        await check.Invoking(static task => task).Should().ThrowAsync<OperationCanceledException>();
        held.End();
    }

    [Fact]
    public async Task CheckHealthAsync_WithPredicate_RunsProbesAndOthersInTheirOrder()
    {
        await using ProbeHost host = Host(
            static checks => checks
                .AddPhilaeProbe("b", static _ => Task.CompletedTask, tags: ["ready"])
                .AddCheck("a", static () => HealthCheckResult.Healthy(), tags: ["ready"])
                .AddPhilaeProbe("c", static _ => throw new ProbeException("down"), HealthStatus.Degraded, ["ready"])
                .AddPhilaeProbe("d", static _ => throw new ProbeException("not to be run")),
            TimeProvider.System);

        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(static check => check.Tags.Contains("ready"));

        report.Entries.Select(static entry => $"{entry.Key} {entry.Value.Status} {entry.Value.Description}").Should().Equal("b Healthy ", "a Healthy ", "c Degraded down");
    }

    private static ProbeHost Host(Action<IHealthChecksBuilder> configure, TimeProvider time) => new(checks =>
    {
        checks.Services.AddSingleton(time);
        configure(checks);
    });

    // Real time, but its timers are late by a factor.
    private sealed class SlowTimers(int factor) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime * factor, period);
    }
}
