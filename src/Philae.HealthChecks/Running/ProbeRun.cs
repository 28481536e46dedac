using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.LoopDetection;
using Philae.HealthChecks.Telemetry;

namespace Philae.HealthChecks.Running;

/// <summary>
/// One run of a check, which belongs to no caller: it has an outcome at its deadline at the latest, and ends when the check
/// really ends, which may be later.
/// </summary>
internal sealed class ProbeRun(ProbeRunner runner, long start) : IDisposable
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(1);

    private readonly TaskCompletionSource<ProbeOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private volatile Activity? _span;
    private int _decided;
    private volatile bool _ended;
    private volatile bool _isAbandoned;

    /// <summary>Never fails and is never cancelled.</summary>
    public Task<ProbeOutcome> Outcome => _outcome.Task;

    /// <summary>When it was asked for, on the runner's clock.</summary>
    public long Start => start;

    /// <summary>Whether it was left behind at its deadline, running or not.</summary>
    public bool IsAbandoned => _isAbandoned;

    /// <summary>Whether the check itself has ended; until then no other may be started.</summary>
    public bool HasEnded => _ended;

    /// <summary>Whether the check gave its thread back at once when it last began.</summary>
    public bool GivesThreadBack
    {
        get => runner.GivesThreadBack;
        set => runner.GivesThreadBack = value;
    }

    /// <summary>Checks, on a thread that it may block.</summary>
    public void CheckApart(Via via, ActivityContext parent)
    {
        long began = TimeProvider.System.GetTimestamp();
        _ = CheckAsync(via, parent);
        GivesThreadBack = TimeProvider.System.GetElapsedTime(began) < Quick;
    }

    /// <summary>Checks. Whoever calls has no ambient state, and sees none of the check's. Never throws.</summary>
    public async Task CheckAsync(Via via, ActivityContext parent)
    {
        runner.Surroundings?.Prepare();
        _span = ProbeTracing.StartProbe(runner.Name, parent);
        runner.Surroundings?.Enter();
        via.Enter();
        HealthCheckResult result = await runner.Check.RunAsync(_stop.Token).ConfigureAwait(false);
        if (!Decide(result, ended: true))
        {
            await _outcome.Task.ConfigureAwait(false);
            _ended = true;
            runner.EndedLate(result, runner.Time.GetElapsedTime(start));
        }
    }

    /// <summary>Leaves the check behind. Callbacks of its token are its own code and may block: nobody waits for them.</summary>
    public void CutOff()
    {
        Decide(runner.Check.Late(), ended: false);
        _ = _stop.CancelAsync();
    }

    public void Dispose() => CutOff();

    private bool Decide(HealthCheckResult result, bool ended)
    {
        if (Interlocked.Exchange(ref _decided, 1) != 0)
        {
            return false;
        }

        ProbeOutcome outcome = runner.Decided(this, result, abandoned: !ended);
        _isAbandoned = !ended;
        _ended = ended; // whoever comes from here on may start the next run
        ProbeTracing.EndProbe(_span, result, abandoned: !ended);
        _outcome.SetResult(outcome);
        runner.Tell(result.Status, outcome.Duration, abandoned: !ended);
        return true;
    }
}
