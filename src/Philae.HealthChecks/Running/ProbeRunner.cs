using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks.Service;
using Philae.HealthChecks.Telemetry;
using Philae.HealthChecks.Wire;

namespace Philae.HealthChecks.Running;

/// <summary>
/// Runs one check for the life of the process: never twice at a time. Whoever asks during a run shares it, and after its
/// deadline is told at once that it is late, for as long as the check still runs. A result that is fresh is served again.
/// </summary>
internal sealed partial class ProbeRunner(ProbeRegistration registration, ProbeRunners all) : IDisposable
{
    private readonly ILogger _logger = all.Logger;
    private readonly Lock _gate = new();
    private readonly ProbeState _state = new();
    private ProbeRun? _run;
    private volatile ProbeOutcome? _last;
    private volatile ProbePolicy _policy = ProbePolicy.None;
    private volatile bool _isDisposed;
    private long _since;

    public string Name => registration.Check.Name;

    public TimeProvider Time => all.Time;

    /// <summary>Whether the check's own spans belong into traces.</summary>
    public bool TracesDrivers => all.Options.TraceDrivers;

    /// <summary>What is reported of the probe now; null before the first outcome.</summary>
    public HealthStatus? State => _last?.Result.Status;

    /// <summary>The longest that a caller waits for a run.</summary>
    public TimeSpan Deadline { get; } =
        registration.Check.Timeout is var timeout && timeout > TimeSpan.Zero && timeout < all.Options.Deadline ? timeout : all.Options.Deadline;

    /// <summary>The outcome of the run in flight, of the last one while it is fresh, or of a new one.</summary>
    /// <param name="via">The services that the request has come through; none for an outsider's.</param>
    /// <returns>Never fails, and is there at the deadline at the latest.</returns>
    public Task<ProbeOutcome> RunAsync(Via via)
    {
        Task<ProbeOutcome> outcome = Ask(via, out bool isShared);
        if (isShared)
        {
            Listeners.Tell(() => all.Metrics.Shared(Name));
            Listeners.Tell(all.Changes.Tell);
        }

        return outcome;
    }

    /// <summary>
    /// What is known for a request that has come back here. What another service says may rest on what this one said, so it is
    /// left out: it would keep a failure alive that is over. What is not known lately is asked for; that leads to no other service.
    /// </summary>
    public Task<ProbeOutcome> KnownInACircleAsync() =>
        registration.Peer is not null ? Task.FromResult(ProbeOutcome.NotAsked("circle", Time.GetTimestamp()))
        : _last is { } last && Time.GetElapsedTime(last.Timestamp) < all.Options.Deadline ? Task.FromResult(last)
        : RunAsync(Via.None);

    public void Dispose()
    {
        _isDisposed = true;
        _run?.Dispose();
    }

    /// <summary>The check itself. Never throws.</summary>
    public async Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            _policy = ProbePolicy.Of(ProbeFailedException.Configured(() => registration.Options(all.Services)), all.Options);
            HealthCheckResult result = await registration.CheckAsync(all.Services, cancellationToken).ConfigureAwait(false);
            return Enum.IsDefined(result.Status) ? result : new HealthCheckResult(registration.Check.FailureStatus, result.Description, result.Exception, result.Data);
        }
        catch (Exception exception)
        {
            return Failed(exception as ProbeFailedException ?? ProbeFailedException.Check(exception));
        }
    }

    public HealthCheckResult Late() => Failed(ProbeFailedException.Late());

    /// <summary>Keeps what a run came to. Never two at a time; nobody else's code is called.</summary>
    public ProbeOutcome Decided(ProbeOutcome outcome) => Keep(outcome with { Result = _state.Next(outcome.Result, _policy) });

    /// <summary>Tells who listens. Whatever they do, the outcome is there already.</summary>
    public void Tell(ProbeOutcome outcome, HealthStatus status, bool abandoned)
    {
        if (!_isDisposed)
        {
            Listeners.Tell(() => all.Metrics.Ended(Name, status, abandoned, outcome.Duration));
            Listeners.Tell(all.Changes.Tell);
        }
    }

    /// <summary>Says what became of a check that was left behind: nobody else hears of it.</summary>
    public void EndedLate(HealthCheckResult result, TimeSpan after) =>
        Listeners.Tell(() => LogEndedLate(Name, after.TotalSeconds, result.Status, ErrorChain.Reason(result) ?? ""));

    private Task<ProbeOutcome> Ask(Via via, out bool isShared)
    {
        isShared = false;
        lock (_gate)
        {
            if (registration.Peer is { } peer && via.LeadsBackTo(peer))
            {
                return Task.FromResult(ProbeOutcome.NotAsked("circle", Time.GetTimestamp()));
            }

            if (_run is { } run && (!run.HasEnded || (!run.IsAbandoned && IsFresh())))
            {
                isShared = true;
                return run.IsAbandoned ? Task.FromResult(StillLate(run))
                    : via.IsNested && registration.Peer is not null && !run.Outcome.IsCompleted ? Task.FromResult(Heard())
                    : run.Outcome;
            }

            _run = ProbeRun.Begin(this, via);
            return _run.Outcome;
        }
    }

    // Who waits for a run that is not its own may wait for one that, by way of other services, waits for it: the last outcome serves. One at
    // second hand does not, as it may be the echo of what this service said.
    private ProbeOutcome Heard() => _last is not { } last ? ProbeOutcome.NotAsked("not known yet", Time.GetTimestamp())
        : last.Result.Exception?.InnerException is ServiceDownException ? ProbeOutcome.NotAsked("being asked", Time.GetTimestamp())
        : last;

    // A threshold counts runs, and there is no next one while this one hangs: each deadline that passes counts as one.
    private ProbeOutcome StillLate(ProbeRun run)
    {
        ProbeOutcome last = _last!;
        if (last.Result.Status != HealthStatus.Unhealthy && Time.GetElapsedTime(run.Start) >= Deadline * _policy.FailureThreshold)
        {
            HealthCheckResult late = Late();
            last = Keep(new ProbeOutcome(_state.Set(late), Time.GetElapsedTime(run.Start), Time.GetTimestamp()));
        }

        return last;
    }

    private ProbeOutcome Keep(ProbeOutcome state)
    {
        HealthStatus? before = State;
        _last = state;
        if (before != state.Result.Status && !_isDisposed) // the host's end is no change of the probe
        {
            TimeSpan lasted = before is null ? TimeSpan.Zero : Time.GetElapsedTime(_since, state.Timestamp);
            _since = state.Timestamp;
            all.Changes.Add(new(Name, before, state.Result.Status, lasted, ErrorChain.Reason(state.Result)));
        }

        return state;
    }

    private bool IsFresh() => _last is { } last && _policy.IsFresh(last.Result, Time.GetElapsedTime(last.Timestamp));

    private HealthCheckResult Failed(ProbeFailedException failure)
    {
        HealthStatus status = failure.InnerException is ProbeDegradedException ? HealthStatus.Degraded : registration.Check.FailureStatus;
        var entry = new HealthReportEntry(status, null, TimeSpan.Zero, failure, null);
        return new HealthCheckResult(status, ErrorChain.Description(entry, ReportDetail.Reasons), failure);
    }

    [LoggerMessage(1, LogLevel.Debug, "The check of '{Probe}', left behind at its deadline, has ended after {Seconds:0.0} s: {Status} {Reason}")]
    private partial void LogEndedLate(string probe, double seconds, HealthStatus status, string reason);
}
