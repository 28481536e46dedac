using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Telemetry;

namespace Philae.HealthChecks.Running;

/// <summary>
/// One run of a check, which belongs to no caller: it has an outcome at its deadline at the latest, and ends when the check
/// really ends, which may be later.
/// </summary>
internal sealed class ProbeRun : IDisposable
{
    private readonly TaskCompletionSource<ProbeOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly ProbeRunner _runner;
    private readonly ITimer _deadline;
    private readonly long _start;
    private volatile Activity? _span;
    private int _decided;
    private volatile bool _ended;
    private volatile bool _isAbandoned;

    private ProbeRun(ProbeRunner runner)
    {
        _runner = runner;
        _start = runner.Time.GetTimestamp();
        _deadline = runner.Time.CreateTimer(static run => ((ProbeRun)run!).CutOff(), this, runner.Deadline, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Never fails and is never cancelled.</summary>
    public Task<ProbeOutcome> Outcome => _outcome.Task;

    /// <summary>When it began, on the runner's clock.</summary>
    public long Start => _start;

    /// <summary>Whether it was left behind at its deadline, running or not.</summary>
    public bool IsAbandoned => _isAbandoned;

    /// <summary>Whether the check itself has ended; until then no other may be started.</summary>
    public bool HasEnded => _ended;

    /// <summary>Starts a check apart from its caller, whose thread it may not block, and with nothing of the caller's ambient state.</summary>
    public static ProbeRun Begin(ProbeRunner runner, Via via)
    {
        // The timer would take the caller's state along.
        ActivityContext parent = ProbeTracing.Parent();
        using AsyncFlowControl suppressed = ExecutionContext.SuppressFlow();
        var run = new ProbeRun(runner);
        CheckThreads.Run(() => _ = run.CheckAsync(via, parent));
        return run;
    }

    public void Dispose() => CutOff();

    // Callbacks of the token are the check's own code and may block: the callers do not wait for them.
    private void CutOff()
    {
        Decide(_runner.Late(), ended: false);
        _ = _stop.CancelAsync();
    }

    private async Task CheckAsync(Via via, ActivityContext parent)
    {
        via.Enter();
        _span = ProbeTracing.StartProbe(_runner.Name, parent, _runner.TracesDrivers);
        HealthCheckResult result = await _runner.CheckAsync(_stop.Token).ConfigureAwait(false);
        if (!Decide(result, ended: true))
        {
            await _outcome.Task.ConfigureAwait(false);
            _ended = true;
            _runner.EndedLate(result, _runner.Time.GetElapsedTime(_start));
        }

        await _deadline.DisposeAsync().ConfigureAwait(false);
    }

    private bool Decide(HealthCheckResult result, bool ended)
    {
        if (Interlocked.Exchange(ref _decided, 1) != 0)
        {
            return false;
        }

        long now = _runner.Time.GetTimestamp();
        ProbeOutcome outcome = _runner.Decided(new ProbeOutcome(result, _runner.Time.GetElapsedTime(_start, now), now));
        _isAbandoned = !ended;
        _ended = ended; // whoever comes from here on may start the next run
        ProbeTracing.EndProbe(_span, result, abandoned: !ended);
        _outcome.SetResult(outcome);
        _runner.Tell(outcome, result.Status, abandoned: !ended);
        return true;
    }
}
