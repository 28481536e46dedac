using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.Engine;
using Philae.HealthChecks.LoopDetection;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>One runner with its clock, its check and its log, all of which the schedule interleaves. Made anew for each schedule; its application is not.</summary>
internal sealed class RunnerWorld : IDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(3);

    private readonly ConcurrentQueue<(long AskedAt, Task<ProbeOutcome> Outcome)> _asked = [];
    private readonly ProbeRunner _runner;

    private RunnerWorld(Application application)
    {
        Application = application;
        application.World = this;
        _runner = new ProbeRunner(application.Registration, application.Runners);
        CheckOf(_runner).YieldsPromptly = true;
        System.Threading.Lock gate = GateOf(_runner);
        application.Time.HoldsLock = () => gate.IsHeldByCurrentThread;
    }

    public Application Application { get; }

    public ScheduledCheck Check { get; } = new();

    /// <summary>The changes of state, as the log was told of them.</summary>
    public ConcurrentQueue<(HealthStatus? From, HealthStatus To)> Changes { get; } = [];

    public static RunnerWorld Of(Application application) => new(application);

    /// <summary>What a caller does: asks, and lets begin on its own thread what it has to begin.</summary>
    public void Ask()
    {
        var request = new CheckRequest(Via.None, Application.Time.GetTimestamp(), Application.Runners.Watch);
        Task<ProbeOutcome> outcome = _runner.StartOrJoin(request);
        _asked.Enqueue((request.Now, outcome));
        Schedule.Yield();
        ((IThreadPoolWorkItem)request.Starts).Execute();
    }

    public void Dispose() => _runner.Dispose();

    /// <summary>Ends what is still going on, asks once more, and says what was not as it has to be.</summary>
    /// <param name="isDisposed">Whether the runner was disposed.</param>
    /// <param name="wentBack">Whether the clock went backwards: then no timestamp says what came first.</param>
    public string? Fault(bool isDisposed, bool wentBack)
    {
        for (int time = 0; time < 3; time++)
        {
            Check.End(HealthStatus.Healthy);
            Application.Time.Advance(2 * Deadline);
        }

        // An abandoned run ends on a thread of the pool.
        int started = Check.Started;
        SpinWait.SpinUntil(() => TryAskAgain(started, isDisposed), TimeSpan.FromSeconds(30));
        return Check.WereTwoInFlight ? "two checks were in flight"
            : _asked.Any(static asked => !asked.Outcome.IsCompletedSuccessfully) ? "a caller has no outcome"
            : isDisposed && Check.Started > started ? "a check started after disposal"
            : !isDisposed && Check.Started == started ? "no check starts any more"
            : (wentBack ? null : _asked.Select(asked => Stale(asked.AskedAt, asked.Outcome.Result, isDisposed)).FirstOrDefault(static fault => fault is not null)) ?? ChangesFault(isDisposed);
    }

    private bool IsAllTold()
    {
        Application.Runners.Changes.Notify();
        return !Application.Runners.Changes.Any;
    }

    private (HealthStatus? From, HealthStatus To)[] Told() => [.. Changes];

    private bool TryAskAgain(int started, bool isDisposed)
    {
        Application.Time.Advance(2 * MaxAge);
        Ask();
        Check.End(HealthStatus.Healthy);
        return isDisposed || Check.Started > started;
    }

    // Disposal abandons a run before its deadline.
    private static string? Stale(long askedAt, ProbeOutcome outcome, bool isDisposed) =>
        !isDisposed && outcome.IsTimedOut && outcome.Duration < Deadline ? "late before the deadline"
        : outcome.Timestamp < askedAt && askedAt >= outcome.CurrentUntil && !outcome.IsTimedOut ? $"an outcome of {outcome.Timestamp}, fresh until {outcome.CurrentUntil}, was given at {askedAt}"
        : outcome.CurrentUntil - outcome.Timestamp > MaxAge.Ticks ? "fresh for too long"
        : null;

    private string? ChangesFault(bool isDisposed)
    {
        // A caller who shares a run leaves what is to be told to a thread of the pool.
        SpinWait.SpinUntil(IsAllTold, TimeSpan.FromSeconds(30));
        SpinWait.SpinUntil(() => isDisposed || (Told().LastOrDefault().To is var last && (Told().Length > 0 ? last : HealthStatus.Healthy) == _runner.State.Status), TimeSpan.FromSeconds(30));
        HealthStatus? state = null;
        foreach ((HealthStatus? from, HealthStatus to) in Told())
        {
            if ((from ?? HealthStatus.Healthy) != (state ?? HealthStatus.Healthy) || from == to)
            {
                return $"changes of state out of order: {string.Join(", ", Told())}";
            }

            state = to;
        }

        return !isDisposed && (state ?? HealthStatus.Healthy) != _runner.State.Status ? $"the last change told is {state}, and the state {_runner.State.Status}" : null;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_check")]
    private static extern ref ProbeCheck CheckOf(ProbeRunner runner);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_gate")]
    private static extern ref System.Threading.Lock GateOf(ProbeRunner runner);
}

/// <summary>An application with one probe, kept for many schedules.</summary>
internal sealed class Application : ILoggerProvider, ILogger, IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Application(TimeSpan maxAge, int failureThreshold)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddLogging(logging => logging.AddProvider(this));
        services.Configure<PhilaeOptions>(options => (options.Deadline, options.MaxAge) = (RunnerWorld.Deadline, maxAge));
        services.AddHealthChecks().AddPhilaeProbe("p", _ => World!.Check.CheckAsync(), configure: options => options.FailureThreshold = failureThreshold);
        _services = services.BuildServiceProvider();
        Registration = ProbeRegistration.Of(_services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single())!;
        Runners = _services.GetRequiredService<ProbeRunners>();
    }

    public ScheduledTime Time { get; } = new();

    public ProbeRegistration Registration { get; }

    public ProbeRunners Runners { get; }

    public RunnerWorld? World { get; set; }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Schedule.Yield();
        if (state is IReadOnlyList<KeyValuePair<string, object?>> values && eventId.Id is 2 or 3)
        {
            IReadOnlyList<KeyValuePair<string, object?>> told = (IReadOnlyList<KeyValuePair<string, object?>>)state;
            World!.Changes.Enqueue(((HealthStatus?)told.FirstOrDefault(static value => value.Key == "Before").Value, (HealthStatus)told.First(static value => value.Key == "Status").Value!));
        }
    }

    public void Dispose()
    {
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
