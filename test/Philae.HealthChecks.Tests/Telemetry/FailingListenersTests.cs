using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.Tests.Engine;

namespace Philae.HealthChecks.Tests.Telemetry;

/// <summary>Whoever listens may fail or hang: the report is there all the same, and the next one too.</summary>
public sealed class FailingListenersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Logger_ThatThrowsOrBlocks_HoldsUpNoReport(bool blocks)
    {
        var gate = new ManualResetEventSlim();
        await using var host = new ProbeHost(builder =>
        {
            builder.Services.AddLogging(logging => logging.AddProvider(new BadLogger(LogLevel.Information, blocks ? gate.Wait : Throw)));
            builder.AddPhilaeProbe("down", static _ => throw new ProbeException("down"))
                .AddPhilaeProbe("late", static _ => new TaskCompletionSource().Task, timeout: TimeSpan.FromMilliseconds(50));
        });

        for (int time = 0; time < 3; time++)
        {
            HealthReport report = await host.Prober.CheckAsync().WaitAsync(Patience);

            report.Entries.Should().OnlyContain(static entry => entry.Value.Status == HealthStatus.Unhealthy);
        }

        gate.Set();
    }

    // Who asks first asks for all who share the round.
    [Fact]
    public async Task Logger_BlocksWhenAHangingCheckIsTakenForDown_HoldsUpNoReport()
    {
        var gate = new ManualResetEventSlim(); // not disposed: who waits may come to it later
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var time = new FakeTimeProvider();
        var held = new HeldCheck();
        bool hangs = false;
        await using var host = new ProbeHost(
            builder =>
            {
                builder.Services.AddLogging(logging => logging.AddProvider(new BadLogger(LogLevel.Warning, () =>
                {
                    blocked.TrySetResult();
                    gate.Wait();
                })));
                builder.AddPhilaeProbe("p", token => hangs ? held.CheckAsync(token) : Task.CompletedTask, configure: static options => options.FailureThreshold = 2);
            },
            time);
        await host.Prober.CheckAsync();
        hangs = true;
        Task<HealthReport> late = host.Prober.CheckAsync();
        await held.Started;
        time.Advance(TimeSpan.FromSeconds(10));
        await late;
        time.Advance(TimeSpan.FromSeconds(10));

        Task<HealthReport> first = Task.Factory.StartNew(() => host.Prober.CheckAsync(), TaskCreationOptions.LongRunning).Unwrap();
        await blocked.Task;
        Task<HealthReport> second = Task.Factory.StartNew(() => host.Prober.CheckAsync(), TaskCreationOptions.LongRunning).Unwrap();

        (await first.WaitAsync(Patience)).Status.Should().Be(HealthStatus.Unhealthy);
        (await second.WaitAsync(Patience)).Status.Should().Be(HealthStatus.Unhealthy);
        gate.Set();
        held.End();
    }

    [Fact]
    public async Task MeterListener_ThatThrows_HoldsUpNoReport()
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == PhilaeTelemetry.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>(static (_, _, tags, _) => ThrowFor("metered", tags));
        listener.SetMeasurementEventCallback<long>(static (_, _, tags, _) => ThrowFor("metered", tags));
        listener.Start();
        await using var host = new ProbeHost(static builder => builder.AddPhilaeProbe(
            "metered", static _ => Task.CompletedTask, configure: static options => options.MaxAge = TimeSpan.FromHours(1)));

        for (int time = 0; time < 3; time++)
        {
            (await host.Prober.CheckAsync().WaitAsync(Patience)).Status.Should().Be(HealthStatus.Healthy);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ActivityListener_ThatThrows_HoldsUpNoReport(bool atStart)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == PhilaeTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Name.Contains("traced", StringComparison.Ordinal) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStarted = atStart ? static _ => Throw() : null,
            ActivityStopped = atStart ? null : static _ => Throw(),
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = new ProbeHost(static builder => builder.AddPhilaeProbe("traced", static _ => Task.CompletedTask));

        for (int time = 0; time < 3; time++)
        {
            (await host.Prober.CheckAsync().WaitAsync(Patience)).Status.Should().Be(HealthStatus.Healthy);
        }
    }

    [Fact]
    public async Task Observer_ThatCannotBeMade_IsAnErrorInTheLogAndNoReason()
    {
        await using var host = new ProbeHost(static builder => builder.AddPhilaeProbe("p", static _ => Task.CompletedTask).Services
            .AddSingleton<IProbeObserver>(static services => services.GetRequiredService<IProbeObserver[]>()[0]));

        (await host.Prober.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        host.Log.Entries.Should().ContainSingle(static entry => entry.Level == LogLevel.Error).Which.Text.Should().Contain("IProbeObserver");
    }

    [Fact]
    public async Task Check_WritesToTheActivityAroundIt_TheNextRunSeesNothingOfIt()
    {
        var seen = new List<string?>();
        await using var host = new ProbeHost(builder => builder.AddPhilaeProbe("p", _ =>
        {
            seen.Add(Activity.Current?.GetBaggageItem("user"));
            Activity.Current?.SetBaggage("user", "bob");
            return Task.CompletedTask;
        }));

        await host.Prober.CheckAsync();
        await host.Prober.CheckAsync();

        seen.Should().Equal(null, null);
    }

    private static void Throw() => throw new InvalidOperationException("disk full");

    private static void ThrowFor(string probe, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (probe.Equals(tag.Value))
            {
                Throw();
            }
        }
    }

    private sealed class BadLogger(LogLevel from, Action does) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= from)
            {
                does();
            }
        }

        public void Dispose()
        {
        }
    }
}
