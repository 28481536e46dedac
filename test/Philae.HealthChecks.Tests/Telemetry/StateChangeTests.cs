using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Telemetry;

/// <summary>What the log and the observers are told, and that it is told once.</summary>
public sealed class StateChangeTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<ProbeStateChange> _told = new();
    private Exception? _failure;

    [Fact]
    public async Task Check_StateChanges_OneLineEachAndNoneOtherwise()
    {
        await using ProbeHost host = Host();

        await CheckAsync(host, null, 3);
        Lines(host, LogLevel.Information).Should().BeEmpty("a service that comes up well has nothing to say");
        await CheckAsync(host, new ProbeException("down", FailureReason.ConnectionRefused), 3);
        await CheckAsync(host, null, 3);
        await CheckAsync(host, new ProbeDegradedException("slow"), 3);

        await Eventually.TrueAsync(() => Lines(host, LogLevel.Information).Count() >= 3); // a line may come just after the report
        Lines(host, LogLevel.Information).Should().Equal(
            (LogLevel.Warning, "Probe 'db' is Unhealthy after 00:03:00 Healthy. probe check failed: down: connection refused"),
            (LogLevel.Information, "Probe 'db' is Healthy after 00:03:00 Unhealthy."),
            (LogLevel.Warning, "Probe 'db' is Degraded after 00:03:00 Healthy. slow"));
        host.Log.Entries.Count(static entry => entry.Level == LogLevel.Debug && entry.Text.StartsWith("Report: ", StringComparison.Ordinal)).Should().Be(12, "one a report");
    }

    [Fact]
    public async Task Check_FirstResultIsBad_IsSaidOnce()
    {
        await using ProbeHost host = Host();

        await CheckAsync(host, new ProbeException("down"), 2);

        await Eventually.TrueAsync(() => Lines(host, LogLevel.Information).Any());
        Lines(host, LogLevel.Information).Should().Equal((LogLevel.Warning, "Probe 'db' is Unhealthy from the start. probe check failed: down"));
    }

    [Fact]
    public async Task Check_ForeignException_IsNotQuoted()
    {
        await using ProbeHost host = Host();

        await CheckAsync(host, new InvalidOperationException("Password=s3cr3t"), 1);

        host.Log.ToString().Should().NotContain("s3cr3t");
    }

    [Fact]
    public async Task Check_LevelsByOption_AreThose()
    {
        await using ProbeHost host = Host(static options =>
            (options.ReportLogLevel, options.FailureLogLevel, options.RecoveryLogLevel) = (LogLevel.Trace, LogLevel.Critical, LogLevel.None));

        await CheckAsync(host, new ProbeException("down"), 1);
        await CheckAsync(host, null, 1);

        await Eventually.TrueAsync(() => host.Log.Entries.Count() >= 3);
        host.Log.Entries.Select(static entry => entry.Level).Should().BeEquivalentTo([LogLevel.Critical, LogLevel.Trace, LogLevel.Trace]);
    }

    [Fact]
    public async Task Check_Threshold_ChangesWhenItIsMet()
    {
        await using ProbeHost host = Host(probe: static options => options.FailureThreshold = 3);

        await CheckAsync(host, null, 1);
        await CheckAsync(host, new ProbeException("down"), 2);
        Lines(host, LogLevel.Information).Should().BeEmpty();
        await CheckAsync(host, new ProbeException("down"), 1);

        await Eventually.TrueAsync(() => Lines(host, LogLevel.Information).Any());
        Lines(host, LogLevel.Information).Should().ContainSingle();
    }

    [Fact]
    public async Task Observer_EachChange_IsToldOnceAndInOrder()
    {
        await using ProbeHost host = Host();

        await CheckAsync(host, null, 2);
        await CheckAsync(host, new ProbeException("down"), 2);
        await CheckAsync(host, null, 2);
        await Eventually.TrueAsync(() => _told.Count >= 3);

        _told.Select(static change => (change.Probe, change.From, change.To, change.Lasted, change.Reason)).Should().Equal(
            ("db", null, HealthStatus.Healthy, TimeSpan.Zero, null),
            ("db", HealthStatus.Healthy, HealthStatus.Unhealthy, TimeSpan.FromMinutes(2), "probe check failed: down"),
            ("db", HealthStatus.Unhealthy, HealthStatus.Healthy, TimeSpan.FromMinutes(2), null));
    }

    [Fact]
    public async Task Observer_ThatThrows_KeepsNobodyFromHearing()
    {
        await using ProbeHost host = Host(first: static _ => throw new InvalidOperationException("pager is out of paper"));

        await CheckAsync(host, null, 1);
        await Eventually.TrueAsync(() => !_told.IsEmpty);

        host.Log.Entries.Should().ContainSingle(static entry => entry.Level == LogLevel.Error).Which.Text.Should().Contain("pager is out of paper");
    }

    [Fact]
    public async Task Observer_ThatHangs_KeepsNoReportWaiting()
    {
        var gate = new ManualResetEventSlim();
        await using ProbeHost host = Host(first: _ => gate.Wait());

        await CheckAsync(host, null, 2);
        await CheckAsync(host, new ProbeException("down"), 2);

        _told.Should().BeEmpty();
        gate.Set();
        await Eventually.TrueAsync(() => _told.Count == 2);
    }

    [Fact]
    public async Task Dispose_DuringARun_IsNoChange()
    {
        ProbeHost host = Host();
        await CheckAsync(host, null, 1);
        var held = new TaskCompletionSource();
        await using var other = new ProbeHost(builder =>
        {
            builder.Services.AddSingleton<IProbeObserver>(new Observer(_told.Enqueue));
            builder.AddPhilaeProbe("held", _ => held.Task);
        });
        Task<HealthReport> check = other.Prober.CheckAsync();

        await other.DisposeAsync();
        await check;

        Lines(other, LogLevel.Information).Should().BeEmpty();
        await host.DisposeAsync();
    }

    private static IEnumerable<(LogLevel, string)> Lines(ProbeHost host, LogLevel least) =>
        host.Log.Entries.Where(entry => entry.Level >= least).Select(static entry => (entry.Level, entry.Text.TrimEnd()));

    private async Task CheckAsync(ProbeHost host, Exception? failure, int times)
    {
        _failure = failure;
        for (int time = 0; time < times; time++)
        {
            await host.Prober.CheckAsync();
            _time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private ProbeHost Host(Action<PhilaeOptions>? configure = null, Action<ProbeOptions>? probe = null, Action<ProbeStateChange>? first = null) => new(
        builder =>
        {
            builder.Services.Configure(configure ?? (static _ => { }));
            builder.Services.AddSingleton<IProbeObserver>(new Observer(first ?? (static _ => { })));
            builder.Services.AddSingleton<IProbeObserver>(new Observer(_told.Enqueue));
            builder.AddPhilaeProbe("db", _ => _failure is null ? Task.CompletedTask : Task.FromException(_failure), configure: probe);
        },
        _time);

    private sealed class Observer(Action<ProbeStateChange> told) : IProbeObserver
    {
        public void OnStateChanged(ProbeStateChange change) => told(change);
    }
}
