using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>A check is cut at its deadline whatever it does, and the report keeps what the others said.</summary>
public sealed class ProbeDeadlineTests
{
    private const string Late = "probe check failed: prober: context deadline exceeded";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Check_IgnoresItsToken_IsCutAndTheOthersKept()
    {
        var held = new HeldCheck();

        await CutsOffAsync(held.CheckAsync, held.Started);

        held.End();
    }

    [Fact]
    public async Task Check_BlocksItsThread_IsCutAndTheOthersKept()
    {
        var gate = new ManualResetEventSlim(); // not disposed: those that wait may come to it later
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        await CutsOffAsync(
            _ =>
            {
                started.SetResult();
                gate.Wait(CancellationToken.None);
                return Task.CompletedTask;
            },
            started.Task);

        gate.Set();
    }

    [Fact]
    public async Task Check_BlocksInATokenCallback_IsCutAndTheOthersKept()
    {
        var gate = new ManualResetEventSlim(); // not disposed: those that wait may come to it later
        var registered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource();

        await CutsOffAsync(
            token =>
            {
                token.Register(() =>
                {
                    called.SetResult();
                    gate.Wait();
                });
                registered.SetResult();
                return never.Task;
            },
            registered.Task);

        await called.Task;
        gate.Set();
    }

    [Fact]
    public async Task Check_HonoursItsToken_IsLateAndNotCancelled()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        await CutsOffAsync(
            async token =>
            {
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            },
            started.Task);
    }

    [Theory]
    [InlineData(null, 10, 10)]
    [InlineData(3, 10, 3)]
    [InlineData(10, 3, 3)]
    [InlineData(7, 7, 7)]
    public async Task Check_TimeoutAndReportDeadline_TheSmallerCounts(int? timeout, int report, int expected)
    {
        // Longer than it may take in real time, as Microsoft's engine has a timer on the real clock for the timeout.
        TimeSpan limit = TimeSpan.FromHours(expected);
        foreach (bool inTime in (bool[])[true, false])
        {
            var held = new HeldCheck();
            await using var host = new ProbeHost(
                checks =>
                {
                    checks.Services.Configure<PhilaeOptions>(options => options.Deadline = TimeSpan.FromHours(report));
                    checks.AddPhilaeProbe("p", held.CheckAsync, timeout: timeout is { } hours ? TimeSpan.FromHours(hours) : null);
                },
                _time);
            Task<HealthReport> check = host.Prober.CheckAsync();
            await held.Started;

            _time.Advance(limit - TimeSpan.FromMilliseconds(inTime ? 1 : 0));
            held.End();

            ProbeHost.Reason(await check).Should().Be(inTime ? null : Late);
        }
    }

    [Fact]
    public async Task Check_CompletesLate_StaysLateAndTheNextIsFresh()
    {
        var held = new HeldCheck();
        await using ProbeHost host = Host(held.CheckAsync);
        Task<HealthReport> first = host.Prober.CheckAsync();
        await held.Started;
        _time.Advance(Deadline);
        (await first).Status.Should().Be(HealthStatus.Unhealthy);

        held.End();
        await Eventually.TrueAsync(async () => (await host.CheckAsync()).Status == HealthStatus.Healthy);

        ProbeHost.Reason(await first).Should().Be(Late);
        held.Runs.Should().Be(2);
        host.Log.Entries.Should().ContainSingle(static entry => entry.Text.StartsWith("The check", StringComparison.Ordinal))
            .Which.Should().Be((LogLevel.Debug, "The check of 'p', abandoned at its deadline, has ended after 10.0 s: Healthy  "));
    }

    [Fact]
    public async Task Check_WhileAnAbandonedOneStillRuns_IsLateAtOnceAndRunsNoSecond()
    {
        var held = new HeldCheck();
        await using ProbeHost host = Host(held.CheckAsync);
        Task<HealthReport> first = host.Prober.CheckAsync();
        await held.Started;
        _time.Advance(Deadline);
        await first;

        for (int next = 0; next < 5; next++)
        {
            ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be(Late);
        }

        held.Runs.Should().Be(1);
        held.End();
    }

    [Fact]
    public async Task Check_FailsLate_IsNotTheNextOutcome()
    {
        var held = new HeldCheck();
        await using ProbeHost host = Host(held.CheckAsync);
        Task<HealthReport> first = host.Prober.CheckAsync();
        await held.Started;
        _time.Advance(Deadline);
        await first;

        held.Fail(new ProbeException("too late to tell"));
        await Eventually.TrueAsync(async () => ProbeHost.Reason(await host.Prober.CheckAsync()) != Late);

        held.Runs.Should().Be(2);
        ProbeHost.Reason(await first).Should().Be(Late);
        host.Log.ToString().Should().Contain("has ended after 10.0 s: Unhealthy probe check failed: too late to tell");
    }

    [Fact]
    public async Task Dispose_DuringACheck_CancelsIt()
    {
        var held = new HeldCheck();
        ProbeHost host = Host(held.CheckAsync);
        Task<HealthReport> check = host.Prober.CheckAsync();
        await held.Started;

        await host.DisposeAsync();

        await Eventually.TrueAsync(() => held.Token.IsCancellationRequested);
        ProbeHost.Reason(await check).Should().Be(Late);
        held.End();
    }

    // The timer of the first run is left running, and goes off in the second.
    [Fact]
    public async Task Check_HangsAfterARunThatEnded_HasAWholeDeadlineOfItsOwn()
    {
        var held = new HeldCheck();
        int runs = 0;
        await using ProbeHost host = Host(token => ++runs == 1 ? Task.CompletedTask : held.CheckAsync(token));
        await host.Prober.CheckAsync();
        _time.Advance(Deadline / 2);
        Task<HealthReport> second = host.Prober.CheckAsync();
        await held.Started;

        _time.Advance(Deadline - TimeSpan.FromMilliseconds(1));
        held.Token.IsCancellationRequested.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        ProbeHost.Reason(await second.WaitAsync(TimeSpan.FromMinutes(1))).Should().Be(Late);
        held.End();
    }

    private async Task CutsOffAsync(Func<CancellationToken, Task> check, Task started)
    {
        var known = new KnownProbes();
        await using var host = new ProbeHost(
            checks =>
            {
                checks.Services.AddSingleton<IProbeObserver>(known);
                checks.AddPhilaeProbe("well", static _ => Task.CompletedTask)
                    .AddPhilaeProbe("late", check)
                    .AddPhilaeProbe("down", static _ => throw new ProbeException("down"));
            },
            _time);
        Task<HealthReport> report = host.Prober.CheckAsync();
        await started;
        await Eventually.TrueAsync(() => known.Count == 2);

        _time.Advance(Deadline);

        (await report).Entries.Select(static entry => $"{entry.Key} {entry.Value.Status} {entry.Value.Description}")
            .Should().Equal("well Healthy ", "late Unhealthy prober: context deadline exceeded", "down Unhealthy down");
    }

    private ProbeHost Host(Func<CancellationToken, Task> check) => new(checks => checks.AddPhilaeProbe("p", check), _time);
}
