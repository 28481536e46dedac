using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks.LoopDetection;
using Philae.HealthChecks.Service;
using Philae.HealthChecks.Telemetry;

namespace Philae.HealthChecks.Running;

/// <summary>
/// Runs one check for the life of the process: never twice at a time. Whoever asks during a run shares it, and after its
/// deadline is told at once that it is late, for as long as the check still runs. A result that is fresh is served again.
/// </summary>
internal sealed partial class ProbeRunner : IDisposable
{
    private readonly ProbeRegistration _registration;
    private readonly ProbeRunners _all;
    private readonly ILogger _logger;
    private readonly DeadlineTimer _timer;
    private readonly Lock _gate = new();
    private readonly ProbeState _state = new();
    private ProbeRun? _run;
    private volatile ProbeOutcome? _last;
    private volatile bool _isDisposed;
    private long _since;

    public ProbeRunner(ProbeRegistration registration, ProbeRunners all)
    {
        (_registration, _all, _logger) = (registration, all, all.Logger);
        Check = new(registration, all);
        Surroundings = all.Options.TraceDrivers ? null : new();
        TimeSpan own = registration.Check.Timeout;
        Deadline = own > TimeSpan.Zero && own < all.Options.Deadline ? own : all.Options.Deadline;
        _timer = new(all.Time, Deadline, _gate);
    }

    public string Name => _registration.Check.Name;

    public TimeProvider Time => _all.Time;

    public ProbeCheck Check { get; }

    /// <summary>Keeps the check's own spans out of traces; null where they belong in.</summary>
    public QuietSurroundings? Surroundings { get; }

    /// <summary>The longest that a caller waits for a run.</summary>
    public TimeSpan Deadline { get; }

    /// <summary>Whether the check gave its thread back at once when it last began; false before.</summary>
    public bool GivesThreadBack { get; set; }

    /// <summary>
    /// Whether an outcome is fresh. The clock is the application's and may go backwards: an outcome from further ahead than a caller
    /// can have waited is checked again, or it would be fresh until the clock has caught up.
    /// </summary>
    public bool IsFresh(ProbeOutcome outcome, long now) =>
        now < outcome.FreshUntil && (now >= outcome.Timestamp || Time.GetElapsedTime(now, outcome.FreshUntil) <= Deadline + Time.GetElapsedTime(outcome.Timestamp, outcome.FreshUntil));

    /// <summary>The other service whose report the probe reads; null for every other probe.</summary>
    public ServicePeer? Peer => _registration.Peer;

    /// <summary>The last outcome that is a state of the probe; null before the first.</summary>
    public ProbeOutcome? Last => _last;

    /// <summary>What is reported of the probe now; null before the first outcome.</summary>
    public HealthStatus? State => _last?.Result.Status;

    /// <summary>Whether what was said of a run that was left behind is still so: nothing else has been said since, here or to another endpoint.</summary>
    public bool IsStillLate(ProbeOutcome outcome) =>
        ReferenceEquals(_last, outcome) && Volatile.Read(ref _run) is { IsAbandoned: true, HasEnded: false } run && !IsOverdue(run);

    /// <summary>The outcome of the run in flight, of the last one while it is fresh, or of a new one, which the batch is to begin.</summary>
    /// <returns>Never fails, and is there at the deadline at the latest.</returns>
    public Task<ProbeOutcome> RunAsync(CheckBatch batch)
    {
        Task<ProbeOutcome> outcome = Ask(batch, out bool isShared, out ProbeRun? begun);
        if (begun is not null)
        {
            batch.Add(begun);
        }
        else if (isShared)
        {
            _all.TellShared(this);
            return Peer is not null && !batch.Via.IsNested && !outcome.IsCompleted ? UnlessCutShortAsync(outcome) : outcome;
        }

        return outcome;
    }

    /// <summary>
    /// What is known for a request that has come back here. What another service says may rest on what this one said, so it is
    /// left out: it would keep a failure alive that is over. What is not known lately is asked for; that leads to no other service.
    /// </summary>
    public Task<ProbeOutcome> KnownInACircleAsync(CheckBatch batch) =>
        _registration.Peer is not null ? Task.FromResult(ProbeOutcome.NotAsked("circle", batch.Now))
        : _last is { } last && batch.Now >= last.Timestamp && Time.GetElapsedTime(last.Timestamp, batch.Now) < _all.Options.Deadline ? Task.FromResult(last)
        : RunAsync(batch);

    /// <summary>Abandons the run in flight. No check starts from then on.</summary>
    public void Dispose()
    {
        ProbeRun? run;
        lock (_gate)
        {
            _isDisposed = true;
            run = _run;
            _timer.Dispose();
        }

        run?.CutOff();
    }

    /// <summary>Keeps what a run came to. Never two at a time; nobody else's code is called.</summary>
    public ProbeOutcome Decided(ProbeRun run, CheckResult result, bool abandoned)
    {
        long now = Time.GetTimestamp();
        if (ServiceDownException.Of(result.Result.Exception) is { IsCutShort: true })
        {
            return new ProbeOutcome(result, Elapsed(run.Start, now), now, now, IsCutShort: true);
        }

        CheckResult state = _state.Next(result, Check.Policy);
        TimeSpan limit = abandoned ? TimeSpan.Zero : Check.Policy.AgeLimit(state.Status);
        return Keep(new ProbeOutcome(state, Elapsed(run.Start, now), now, now + (long)(limit.TotalSeconds * Time.TimestampFrequency), abandoned));
    }

    /// <summary>Tells who listens. Whatever they do, the outcome is there already.</summary>
    public void Tell(HealthStatus status, TimeSpan duration, bool abandoned)
    {
        if (!_isDisposed)
        {
            _all.Metrics.Ended(Name, status, abandoned, duration);
            _all.Changes.Tell();
        }
    }

    /// <summary>Says what became of a check that was left behind: nobody else hears of it.</summary>
    public void EndedLate(CheckResult result, TimeSpan after) =>
        Listeners.Tell(() => LogEndedLate(LogText.Escape(Name), after.TotalSeconds, result.Status, result.Reason ?? ""));

    private Task<ProbeOutcome> Ask(CheckBatch batch, out bool isShared, out ProbeRun? begun)
    {
        isShared = false;
        begun = null;
        lock (_gate)
        {
            LoopStep step = Peer is null ? LoopStep.Join
                : LoopRule.Step(batch.Via, Peer.Id, _run is { Outcome.IsCompleted: false }, _last is { } known && ServiceDownException.IsOwn(known.Result));
            if (step == LoopStep.LeaveOut)
            {
                return Task.FromResult(ProbeOutcome.NotAsked("circle", batch.Now));
            }

            if (_run is { } run && (!run.HasEnded || (_last is { } last && IsFresh(last, batch.Now))))
            {
                isShared = true;
                return run.IsAbandoned ? Task.FromResult(StillLate(run))
                    : run.HasEnded && run.Outcome.Result.IsCutShort ? Task.FromResult(_last!)
                    : step == LoopStep.TellWhatIsKnown ? Task.FromResult(Heard(batch.Now) with { InFlightSince = run.Start })
                    : run.Outcome;
            }

            if (_isDisposed)
            {
                return Task.FromResult(ProbeOutcome.Stopped(Check, batch.Now));
            }

            begun = new ProbeRun(this, batch.Now);
            _timer.Watch(begun);
            _run = begun;
            return begun.Outcome;
        }
    }

    // For readers that know only the report. One at second hand could come back to the service that asks as an echo of its own state; the
    // states that go with the report hold it, and whose it is.
    private ProbeOutcome Heard(long now) => _last is not { } last ? ProbeOutcome.NotAsked("not known yet", now)
        : ServiceDownException.Of(last.Result.Exception) is not null ? ProbeOutcome.NotAsked("being asked", now)
        : last;

    // A run that was begun for a service with less time may end early; this caller has more, and begins another.
    private async Task<ProbeOutcome> UnlessCutShortAsync(Task<ProbeOutcome> shared)
    {
        long start = Time.GetTimestamp();
        ProbeOutcome outcome = await shared.ConfigureAwait(false);
        if (!outcome.IsCutShort)
        {
            return outcome;
        }

        long now = Time.GetTimestamp();
        TimeSpan left = Deadline - Time.GetElapsedTime(start, now);
        var batch = new CheckBatch(Via.None, now);
        Task<ProbeOutcome> again = RunAsync(batch);
        _ = batch.BeginAsync();
        try
        {
            return await again.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return _last is { } last && Elapsed(last.Timestamp, Time.GetTimestamp()) < Deadline ? last : outcome;
        }
    }

    private ProbeOutcome StillLate(ProbeRun run)
    {
        if (_last is { } last && !IsOverdue(run))
        {
            return last;
        }

        long now = Time.GetTimestamp();
        return Keep(new ProbeOutcome(_state.Set(Check.Late()), Elapsed(run.Start, now), now, now, IsLate: true));
    }

    // A threshold counts runs, and there is no next one while this one hangs: each deadline that passes counts as one.
    private bool IsOverdue(ProbeRun run) =>
        State != HealthStatus.Unhealthy && Time.GetElapsedTime(run.Start) >= Deadline * Check.Policy.FailureThreshold;

    // No time is negative, whatever the clock does.
    private TimeSpan Elapsed(long from, long to) => to > from ? Time.GetElapsedTime(from, to) : TimeSpan.Zero;

    private ProbeOutcome Keep(ProbeOutcome state)
    {
        HealthStatus? before = State;
        _last = state;
        if (before != state.Result.Status && !_isDisposed) // the host's end is no change of the probe
        {
            TimeSpan lasted = before is null ? TimeSpan.Zero : Elapsed(_since, state.Timestamp);
            _since = state.Timestamp;
            _all.Changes.Add(new(Name, before, state.Result.Status, lasted, state.Check.Reason));
        }

        return state;
    }

    [LoggerMessage(1, LogLevel.Debug, "The check of '{Probe}', left behind at its deadline, has ended after {Seconds:0.0} s: {Status} {Reason}")]
    private partial void LogEndedLate(string probe, double seconds, HealthStatus status, string reason);
}
