using System.Diagnostics;
using Philae.HealthChecks.Scheduling;
using Philae.HealthChecks.Telemetry;

namespace Philae.HealthChecks.Engine;

/// <summary>
/// One execution of a check, which belongs to no caller. It has an outcome at its deadline at the latest, and ends when the check
/// itself ends, which may be later.
/// </summary>
#pragma warning disable CA1001 // a token source without a timer holds nothing to dispose of
internal sealed class ProbeRun(ProbeCheck check, ProbeRunner runner, CheckRequest request) : IStartable
#pragma warning restore CA1001
{
    private readonly TaskCompletionSource<ProbeOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private volatile Activity? _span;
    private int _isComplete;
    private volatile bool _hasEnded;
    private volatile bool _isAbandoned;

    /// <summary>Never fails and is never cancelled.</summary>
    public Task<ProbeOutcome> Outcome => _outcome.Task;

    /// <summary>When it was requested, on the runner's clock.</summary>
    public long Start => request.Now;

    /// <summary>Whether it was abandoned at its deadline, whether or not the check had started.</summary>
    public bool IsAbandoned => _isAbandoned;

    /// <summary>Whether the check itself has ended; until then no other run may start.</summary>
    public bool HasEnded => _hasEnded;

    public bool YieldsPromptly
    {
        get => check.YieldsPromptly;
        set => check.YieldsPromptly = value;
    }

    void IStartable.Start() => _ = ExecuteAsync();

    /// <summary>Gives the run a timed-out outcome and leaves the check running. It does not wait for callbacks of the token, which may block.</summary>
    public void Abandon() => TryComplete(check.TimedOut(), hasEnded: false);

    // Always ends the run.
    private async Task ExecuteAsync()
    {
        CheckResult result;
        try
        {
            check.Scope?.Prepare();
            _span = ProbeTracing.StartProbe(check.Name, request.ParentSpan);
            check.Scope?.Enter();
            request.Via.Enter();
            result = await check.RunAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            result = check.Failed(exception); // not the check's own: the system has no memory left, or another thread interrupted this one
        }

        if (!TryComplete(result, hasEnded: true))
        {
            await _outcome.Task.ConfigureAwait(false);
            _hasEnded = true;
            if (_span is { IsStopped: false } span) // it started after the deadline
            {
                ProbeTracing.EndProbe(span, result.Status, result.Reason, isAbandoned: true);
            }

            runner.LogCompletedAfterTimeout(result, Start);
        }
    }

    // No foreign code runs before the outcome is given out: listeners are notified afterwards.
    private bool TryComplete(CheckResult result, bool hasEnded)
    {
        if (Interlocked.Exchange(ref _isComplete, 1) != 0)
        {
            return false;
        }

        ProbeTracing.SetEndTime(_span);
        ProbeOutcome outcome;
        try
        {
            outcome = runner.State.Record(result, check.Policy, Start, isTimedOut: !hasEnded);
        }
        catch (Exception)
        {
            outcome = new ProbeOutcome(result, TimeSpan.Zero, Start, Start, IsTimedOut: !hasEnded); // another thread interrupted this one
        }

        _isAbandoned = !hasEnded;
        _hasEnded = hasEnded; // from here on the next run may start
        _outcome.SetResult(outcome);
        if (!hasEnded)
        {
            _stop.CancelApart(); // before any listener, which may block
        }

        ProbeTracing.EndProbe(_span, result.Status, result.Reason, isAbandoned: !hasEnded);
        runner.Notify(result.Status, outcome.Duration, isAbandoned: !hasEnded);
        return true;
    }
}
