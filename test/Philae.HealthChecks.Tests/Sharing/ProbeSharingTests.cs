using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.Tests.Engine;

namespace Philae.HealthChecks.Tests.Sharing;

/// <summary>A run belongs to no caller: all share it, and none can spoil it.</summary>
public sealed class ProbeSharingTests
{
    [Fact]
    public async Task Check_ManyCallersAtATime_ShareOneRun()
    {
        var held = new HeldCheck();
        await using ProbeHost host = Host(held.CheckAsync);

        // Whoever has a task back has joined.
        Task<HealthCheckResult>[] callers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Task.Factory.StartNew(() => MicrosoftEngine.Call(host), TaskCreationOptions.LongRunning)));
        await held.Started;
        held.Fail(new ProbeException("down"));

        (await Task.WhenAll(callers)).Should().OnlyContain(static result => result.Status == HealthStatus.Unhealthy && result.Description == "down");
        held.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Check_CallerComesWhileARunIsBegun_WaitsForThatOne()
    {
        using var time = new GatedTimers();
        await using var host = new ProbeHost(checks =>
        {
            checks.Services.AddSingleton<TimeProvider>(time);
            checks.AddPhilaeProbe("p", static _ => Task.CompletedTask);
        });
        Thread[] callers = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() => MicrosoftEngine.Call(host)))];

        // One of them is in the middle of beginning a run; the other either waits for that or begins one, too.
        Array.ForEach(callers, static caller => caller.Start());
        await Eventually.TrueAsync(() => time.Timers == 2 || (time.Timers == 1 && callers.All(static caller => caller.ThreadState == ThreadState.WaitSleepJoin)));

        int begun = time.Timers;
        time.Gate.Set();
        Array.ForEach(callers, static caller => caller.Join());

        begun.Should().Be(1);
    }

    [Fact]
    public async Task Check_OneAfterAnother_AreRunsOfTheirOwn()
    {
        int runs = 0;
        await using ProbeHost host = Host(_ => Task.FromResult(Interlocked.Increment(ref runs)));

        await host.CheckAsync();
        await host.CheckAsync();
        await host.CheckAsync();

        runs.Should().Be(3);
    }

    [Fact]
    public async Task Check_OneCallerCancels_TheOthersAndTheRunAreUnharmed()
    {
        var held = new HeldCheck();
        await using ProbeHost host = Host(held.CheckAsync);
        using var leaving = new CancellationTokenSource();
        Task<HealthCheckResult> first = MicrosoftEngine.Call(host, leaving.Token);
        Task<HealthCheckResult> second = MicrosoftEngine.Call(host);
        await held.Started;

        await leaving.CancelAsync();

        await first.Invoking(static task => task).Should().ThrowAsync<OperationCanceledException>();
        held.Token.IsCancellationRequested.Should().BeFalse();
        held.End();
        (await second).Status.Should().Be(HealthStatus.Healthy);
        held.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Check_TheOnlyCallerCancels_TheRunGoesOnForTheNext()
    {
        var held = new HeldCheck();
        await using ProbeHost host = Host(held.CheckAsync);
        using var leaving = new CancellationTokenSource();
        Task<HealthReport> first = host.Prober.CheckAsync(leaving.Token);
        await held.Started;

        await leaving.CancelAsync();
        await first.Invoking(static task => task).Should().ThrowAsync<OperationCanceledException>();
        Task<HealthCheckResult> second = MicrosoftEngine.Call(host);
        held.Token.IsCancellationRequested.Should().BeFalse();
        held.End();

        (await second).Status.Should().Be(HealthStatus.Healthy);
        held.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Check_CallerHasAlreadyGone_StartsNothing()
    {
        var time = new ObservedTime(new FakeTimeProvider());
        await using var host = new ProbeHost(checks =>
        {
            checks.Services.AddSingleton<TimeProvider>(time);
            checks.AddPhilaeProbe("p", static _ => throw new ProbeException("not to be run"));
        });

        await FluentActions.Invoking(() => MicrosoftEngine.Call(host, new CancellationToken(true))).Should().ThrowAsync<OperationCanceledException>();

        time.WaitingTimers.Should().Be(0, "a run begins with its deadline");
    }

    private sealed class GatedTimers : TimeProvider, IDisposable
    {
        private int _timers;

        public ManualResetEventSlim Gate { get; } = new();

        public int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _timers);
            Gate.Wait();
            return base.CreateTimer(callback, state, dueTime, period);
        }

        public void Dispose() => Gate.Dispose();
    }

    private static ProbeHost Host(Func<CancellationToken, Task> check) => new(checks => checks.AddPhilaeProbe("p", check));
}
