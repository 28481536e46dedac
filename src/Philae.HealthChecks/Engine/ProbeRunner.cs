using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks.Errors;
using Philae.HealthChecks.LoopDetection;
using Philae.HealthChecks.Telemetry;

namespace Philae.HealthChecks.Engine;

/// <summary>
/// Runs one check for the life of the process, never twice at a time. Concurrent callers share the run in flight. After its deadline
/// they get a timed-out outcome at once, while the abandoned check still runs. A current outcome is served again.
/// </summary>
internal sealed partial class ProbeRunner : IDisposable
{
    private readonly ProbeRunners _all;
    private readonly ILogger _logger;
    private readonly ProbeCheck _check;
    private readonly DeadlineTimer _timer;
    private readonly Lock _gate = new();
    private ProbeRun? _run;
    private volatile bool _isDisposed;

    public ProbeRunner(ProbeRegistration registration, ProbeRunners all)
    {
        (_all, _logger, Peer) = (all, all.Logger, registration.Peer);
        _check = new(registration, all);
        TimeSpan own = registration.Check.Timeout;
        Deadline = own > TimeSpan.Zero && own < all.Options.Deadline ? own : all.Options.Deadline;
        State = new(Name, Deadline, all.Time, all.Changes);
        _timer = new(all.Time, Deadline, _gate);
    }

    public string Name => _check.Name;

    /// <summary>The longest that a caller waits for a run.</summary>
    public TimeSpan Deadline { get; }

    /// <summary>The other service whose report the probe reads; null for every other probe.</summary>
    public PeerIdentity? Peer { get; }

    public ProbeState State { get; }

    /// <summary>What the options said at the last run.</summary>
    public ProbePolicy Policy => _check.Policy;

    /// <summary>Whether the outcome may be served to a request that comes now: it is current, or it says that a check timed out which is still abandoned.</summary>
    public bool IsCurrent(ProbeOutcome outcome, long now) => State.IsCurrent(outcome, now) || (outcome.IsTimedOut && IsStillAbandoned(outcome));

    /// <summary>The outcome of the run in flight, the last outcome while it is current, or that of a new run, which the request is to start.</summary>
    /// <returns>Never fails, and completes at the deadline at the latest.</returns>
    public Task<ProbeOutcome> StartOrJoin(CheckRequest request)
    {
        Task<ProbeOutcome>? joined;
        ProbeRun? run = null;
        lock (_gate)
        {
            LoopStep step = Step(request.Via);
            if (step == LoopStep.Skip)
            {
                return Task.FromResult(ProbeOutcome.Skipped("circle", request.Now));
            }

            joined = Join(step, request.Now);
            if (joined is null && _isDisposed)
            {
                return Task.FromResult(ProbeOutcome.Stopped(_check, request.Now));
            }

            if (joined is null)
            {
                run = new ProbeRun(_check, this, request);
                _timer.Watch(run);
                _run = run;
            }
        }

        if (run is not null)
        {
            request.Starts.Add(run);
            return run.Outcome;
        }

        _all.RecordCoalesced(this);
        return Peer is not null && !request.Via.IsNested && !joined!.IsCompleted ? UnlessOverBudgetAsync(joined) : joined!;
    }

    /// <summary>
    /// The outcome for a request that has come back to this service. What another service says may rest on what this one said, so it is
    /// skipped: it would keep a failure alive that is over. A probe without a recent outcome is checked; that leads to no other service.
    /// </summary>
    public Task<ProbeOutcome> CachedForLoop(CheckRequest request) =>
        Peer is not null ? Task.FromResult(ProbeOutcome.Skipped("circle", request.Now))
        : State.Last is { } last && request.Now >= last.Timestamp && _all.Time.GetElapsedTime(last.Timestamp, request.Now) < _all.Options.Deadline ? Task.FromResult(last)
        : StartOrJoin(request);

    /// <summary>Abandons the run in flight. No check starts from then on.</summary>
    public void Dispose()
    {
        ProbeRun? run;
        lock (_gate)
        {
            _isDisposed = true;
            State.Close();
            run = _run;
            _timer.Dispose();
        }

        run?.Abandon();
    }

    /// <summary>The result of a check that does not complete in time.</summary>
    public CheckResult TimedOut() => _check.TimedOut();

    /// <summary>Notifies metrics, the log and observers of an outcome that has been given out.</summary>
    public void Notify(HealthStatus status, TimeSpan duration, bool isAbandoned)
    {
        if (!_isDisposed)
        {
            _all.Metrics.RecordRun(Name, status, isAbandoned, duration);
            _all.Changes.Notify();
        }
    }

    /// <summary>Logs what became of an abandoned check: its result is used nowhere else.</summary>
    public void LogCompletedAfterTimeout(CheckResult result, long start) => Listeners.SafeInvoke(
        () => LogCompletedAfterTimeout(LogText.Escape(Name), _all.Time.GetElapsedTime(start).TotalSeconds, result.Status, result.Reason ?? ""));

    private LoopStep Step(Via via) => Peer is null
        ? LoopStep.Join
        : LoopRule.Step(via, Peer.Id, _run is { Outcome.IsCompleted: false }, State.Last is { } last && ServiceDownException.IsOwn(last.Result));

    // Null: a run is to start.
    private Task<ProbeOutcome>? Join(LoopStep step, long now)
    {
        if (_run is not { } run || (run.HasEnded && !(State.Last is { } last && State.IsCurrent(last, now))))
        {
            return null;
        }

        return run.IsAbandoned ? Task.FromResult(AbandonedOutcome(run))
            : run.HasEnded && run.Outcome.Result.IsOverBudget ? Task.FromResult(State.Last!)
            : step == LoopStep.AnswerFromLastKnown ? Task.FromResult(LastKnownOutcome(now) with { InFlightSince = run.Start })
            : run.Outcome;
    }

    // For readers that know only the report. An outcome at second hand could come back to the requesting service as an echo of its own state;
    // the states that travel with the report hold it, with its owner.
    private ProbeOutcome LastKnownOutcome(long now) => State.Last is not { } last ? ProbeOutcome.Skipped("not known yet", now)
        : ServiceDownException.Of(last.Result.Exception) is not null ? ProbeOutcome.Skipped("being asked", now)
        : last;

    // A run that was started for a service with less time may end early; this caller has more time, and starts another.
    private async Task<ProbeOutcome> UnlessOverBudgetAsync(Task<ProbeOutcome> joined)
    {
        TimeProvider time = _all.Time;
        long start = time.GetTimestamp();
        ProbeOutcome outcome = await joined.ConfigureAwait(false);
        if (!outcome.IsOverBudget)
        {
            return outcome;
        }

        long now = time.GetTimestamp();
        TimeSpan left = Deadline - time.GetElapsedTime(start, now);
        var request = new CheckRequest(Via.None, now, _all.Watch);
        Task<ProbeOutcome> again = StartOrJoin(request);
        _ = request.Starts.StartAsync();
        try
        {
            return await again.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return State.Last is { } last && State.Elapsed(last.Timestamp, time.GetTimestamp()) < Deadline ? last : outcome;
        }
    }

    private ProbeOutcome AbandonedOutcome(ProbeRun run) =>
        State.Last is { } last && !IsOverdue(run) ? last : State.RecordAbandoned(_check.TimedOut(), run.Start);

    // Whether nothing else has been reported since, here or by another endpoint.
    private bool IsStillAbandoned(ProbeOutcome outcome) =>
        ReferenceEquals(State.Last, outcome) && Volatile.Read(ref _run) is { IsAbandoned: true, HasEnded: false } run && !IsOverdue(run);

    // A threshold counts runs, and none starts while this one hangs: each deadline that passes counts as a failed run.
    private bool IsOverdue(ProbeRun run) =>
        State.Status != HealthStatus.Unhealthy && _all.Time.GetElapsedTime(run.Start) >= Deadline * _check.Policy.FailureThreshold;

    [LoggerMessage(1, LogLevel.Debug, "The check of '{Probe}', abandoned at its deadline, has ended after {Seconds:0.0} s: {Status} {Reason}")]
    private partial void LogCompletedAfterTimeout(string probe, double seconds, HealthStatus status, string reason);
}
