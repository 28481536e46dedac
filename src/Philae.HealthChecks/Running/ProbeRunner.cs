using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
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
        lock (_gate)
        {
            if (_run is { } run && (!run.HasEnded || IsFresh()))
            {
                all.Metrics.Shared(Name);

                // Who waits for a run that is not its own may wait for one that, by way of other services, waits for it.
                return via.IsNested && registration.Peer is not null && !run.Outcome.IsCompleted ? Task.FromResult(Known()) : run.Outcome;
            }

            if (registration.Peer is { } peer && via.LeadsBackTo(peer))
            {
                return Task.FromResult(ProbeOutcome.NotAsked("circle", Time.GetTimestamp()));
            }

            _run = ProbeRun.Start(this, via);
            return _run.Outcome;
        }
    }

    /// <summary>
    /// The last outcome there was, for a request that has come back here. What another service says may rest on what this one
    /// said, so it is left out: it would keep a failure alive that is over.
    /// </summary>
    public ProbeOutcome KnownInACircle() => registration.Peer is null ? Known() : ProbeOutcome.NotAsked("circle", Time.GetTimestamp());

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
            return await registration.CheckAsync(all.Services, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return Failed(exception as ProbeFailedException ?? ProbeFailedException.Check(exception));
        }
    }

    public HealthCheckResult Late() => Failed(ProbeFailedException.Late());

    /// <summary>Keeps what a run came to, and tells who listens. Never two at a time.</summary>
    public ProbeOutcome Decided(ProbeOutcome outcome, bool abandoned)
    {
        HealthStatus? before = State;
        ProbeOutcome state = outcome with { Result = _state.Next(outcome.Result, _policy) };
        _last = state;
        if (_isDisposed)
        {
            return state; // the host's end is no change of the probe
        }

        all.Metrics.Ended(Name, outcome.Result.Status, abandoned, outcome.Duration);
        if (before != state.Result.Status)
        {
            TimeSpan lasted = before is null ? TimeSpan.Zero : Time.GetElapsedTime(_since, outcome.Timestamp);
            _since = outcome.Timestamp;
            all.Changes.Tell(new(Name, before, state.Result.Status, lasted, ErrorChain.Reason(state.Result)));
        }

        return state;
    }

    /// <summary>Says what became of a check that was left behind: nobody else hears of it.</summary>
    public void EndedLate(HealthCheckResult result, TimeSpan after) => LogEndedLate(Name, after.TotalSeconds, result.Status, ErrorChain.Reason(result) ?? "");

    private ProbeOutcome Known() => _last ?? ProbeOutcome.NotAsked("not known yet", Time.GetTimestamp());

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
