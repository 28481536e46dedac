using System.Diagnostics;
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

    /// <summary>Checks. The caller has no ambient state, and sees none of the check's. Never throws, and always ends the run.</summary>
    public async Task CheckAsync(Via via, ActivityContext parent)
    {
        CheckResult result;
        try
        {
            runner.Surroundings?.Prepare();
            _span = ProbeTracing.StartProbe(runner.Name, parent);
            runner.Surroundings?.Enter();
            via.Enter();
            result = await runner.Check.RunAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            result = runner.Check.Failed(exception); // of what surrounds the check: the system has no memory left, or an interrupt came from outside
        }

        if (!Decide(result, ended: true))
        {
            await _outcome.Task.ConfigureAwait(false);
            _ended = true;
            if (_span is { IsStopped: false } span) // it began after the deadline
            {
                ProbeTracing.EndProbe(span, result, abandoned: true);
            }

            runner.EndedLate(result, runner.Time.GetElapsedTime(start));
        }
    }

    /// <summary>Leaves the check behind. Callbacks of its token are its own code and may block: nobody waits for them.</summary>
    public void CutOff()
    {
        Decide(runner.Check.Late(), ended: false);
    }

    public void Dispose() => CutOff();

    // No foreign code is called between the claim and the outcome: listeners of the span and of metrics hear of it afterwards.
    private bool Decide(CheckResult result, bool ended)
    {
        if (Interlocked.Exchange(ref _decided, 1) != 0)
        {
            return false;
        }

        ProbeTracing.StopClock(_span);
        ProbeOutcome outcome;
        try
        {
            outcome = runner.Decided(this, result, abandoned: !ended);
        }
        catch (Exception)
        {
            outcome = new ProbeOutcome(result, TimeSpan.Zero, start, start, IsLate: !ended); // an interrupt from outside struck the bookkeeping
        }

        _isAbandoned = !ended;
        _ended = ended; // from here on the next run may start
        _outcome.SetResult(outcome);
        if (!ended)
        {
            _stop.CancelApart(); // before any listener, which may block
        }

        ProbeTracing.EndProbe(_span, result, abandoned: !ended);
        runner.Tell(result.Status, outcome.Duration, abandoned: !ended);
        return true;
    }
}
