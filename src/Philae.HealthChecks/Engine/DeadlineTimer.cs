namespace Philae.HealthChecks.Engine;

/// <summary>
/// Abandons a probe's run at its deadline. One timer serves all its runs: it keeps running when a run ends, and is set again only when it
/// fires, as nearly all runs end long before.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="limit">The longest that a caller waits for a run.</param>
/// <param name="gate">The lock that callers hold.</param>
internal sealed class DeadlineTimer(TimeProvider time, TimeSpan limit, Lock gate) : IDisposable
{
    private ITimer? _timer;
    private ProbeRun? _run;
    private bool _isSet;
    private bool _isDisposed;

    /// <summary>Takes a run that starts now, in place of the one before, which has ended.</summary>
    public void Watch(ProbeRun run)
    {
        _run = run;
        if (!_isSet)
        {
            Set(limit);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _timer?.Dispose();
    }

    private void OnTimer()
    {
        ProbeRun late;
        lock (gate)
        {
            _isSet = false;
            if (_isDisposed || _run is not { Outcome.IsCompleted: false } run)
            {
                return;
            }

            // More than the whole limit is left only if the clock has gone backwards: then the timer is right.
            TimeSpan left = limit - time.GetElapsedTime(run.Start);
            if (left > TimeSpan.Zero && left <= limit)
            {
                Set(left);
                return;
            }

            late = run;
        }

        late.Abandon();
    }

    // Timers count whole milliseconds, and may be a little early.
    private void Set(TimeSpan left)
    {
        left = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
        if (_timer is null)
        {
            // It would take the caller's ambient state along.
            bool flows = !ExecutionContext.IsFlowSuppressed();
            using AsyncFlowControl suppressed = flows ? ExecutionContext.SuppressFlow() : default;
            _timer = time.CreateTimer(static timer => ((DeadlineTimer)timer!).OnTimer(), this, left, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
        }

        _isSet = true;
    }
}
