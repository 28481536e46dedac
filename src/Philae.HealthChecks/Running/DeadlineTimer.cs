namespace Philae.HealthChecks.Running;

/// <summary>
/// Cuts off a probe's run at its deadline. One timer serves all its runs: it is not set back when a run ends, and set anew only when it
/// goes off, as nearly all runs end long before.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="limit">The longest that a caller waits for a run.</param>
/// <param name="gate">Held by whoever calls.</param>
internal sealed class DeadlineTimer(TimeProvider time, TimeSpan limit, Lock gate) : IDisposable
{
    private ITimer? _timer;
    private ProbeRun? _run;
    private bool _isSet;

    /// <summary>Takes a run that begins now, in place of the one before, which has ended.</summary>
    public void Watch(ProbeRun run)
    {
        _run = run;
        if (!_isSet)
        {
            Set(limit);
        }
    }

    /// <summary>Whoever still asks after that has a deadline all the same.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        (_timer, _isSet) = (null, false);
    }

    private void GoOff()
    {
        ProbeRun late;
        lock (gate)
        {
            _isSet = false;
            if (_run is not { Outcome.IsCompleted: false } run)
            {
                return;
            }

            // More than the whole limit is left only where the clock has gone backwards: the timer's word counts.
            TimeSpan left = limit - time.GetElapsedTime(run.Start);
            if (left > TimeSpan.Zero && left <= limit)
            {
                Set(left);
                return;
            }

            late = run;
        }

        late.CutOff();
    }

    // Timers count whole milliseconds, and may be a little early.
    private void Set(TimeSpan left)
    {
        left = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
        if (_timer is not null)
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
            _isSet = true;
            return;
        }

        // It would take the caller's state along.
        bool flows = !ExecutionContext.IsFlowSuppressed();
        using AsyncFlowControl suppressed = flows ? ExecutionContext.SuppressFlow() : default;
        _timer = time.CreateTimer(static timer => ((DeadlineTimer)timer!).GoOff(), this, left, Timeout.InfiniteTimeSpan);
        _isSet = true;
    }
}
