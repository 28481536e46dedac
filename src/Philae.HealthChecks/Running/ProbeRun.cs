namespace Philae.HealthChecks.Running;

/// <summary>
/// One run of a check, which belongs to no caller: it has an outcome at its deadline at the latest, and ends when the check
/// really ends, which may be later.
/// </summary>
internal sealed class ProbeRun : IDisposable
{
    private readonly TaskCompletionSource<ProbeFailedException?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly ITimer _deadline;
    private long _outcomeAt;
    private volatile bool _ended;

    private ProbeRun(TimeSpan deadline, TimeProvider time)
    {
        _time = time;
        _deadline = time.CreateTimer(static run => ((ProbeRun)run!).CutOff(), this, deadline, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Null when healthy. Never fails and is never cancelled.</summary>
    public Task<ProbeFailedException?> Outcome => _outcome.Task;

    /// <summary>Whether the check itself has ended; until then no other may be started.</summary>
    public bool HasEnded => _ended;

    /// <summary>How old the outcome is; meaningful once the run has ended.</summary>
    public TimeSpan Age => _time.GetElapsedTime(Volatile.Read(ref _outcomeAt));

    /// <summary>Starts a check apart from its caller, whose thread it may not block, and with nothing of the caller's ambient state.</summary>
    public static ProbeRun Start(Func<CancellationToken, Task> check, TimeSpan deadline, TimeProvider time)
    {
        // The timer, too, would take the caller's state along.
        using AsyncFlowControl suppressed = ExecutionContext.SuppressFlow();
        var run = new ProbeRun(deadline, time);
        _ = Task.Run(() => run.CheckAsync(check));
        return run;
    }

    public void Dispose() => CutOff();

    private async Task CheckAsync(Func<CancellationToken, Task> check)
    {
        ProbeFailedException? failure = null;
        try
        {
            await check(_stop.Token).ConfigureAwait(false);
        }
        catch (ProbeFailedException exception)
        {
            failure = exception;
        }
        catch (Exception exception)
        {
            failure = ProbeFailedException.Check(exception);
        }

        // Whoever comes from here on may start the next run.
        Volatile.Write(ref _outcomeAt, _time.GetTimestamp());
        _ended = true;
        _outcome.TrySetResult(failure);
        await _deadline.DisposeAsync().ConfigureAwait(false);
    }

    // Callbacks of the token are the check's own code and may block: the callers do not wait for them.
    private void CutOff()
    {
        _outcome.TrySetResult(ProbeFailedException.Late());
        _ = _stop.CancelAsync();
    }
}
