namespace Philae.HealthChecks.Scheduling;

/// <summary>Ticks while batches start, so that a check which blocks its batch is noticed. An idle application has no tick.</summary>
internal sealed class StartWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly List<StartBatch> _starting = [];
    private readonly Timer _timer;
    private bool _isTicking;

    public StartWatch()
    {
        // It would take the caller's ambient state along.
        using AsyncFlowControl suppressed = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        _timer = new(static watch => ((StartWatch)watch!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(StartBatch batch)
    {
        lock (_gate)
        {
            _starting.Add(batch);
            if (!_isTicking)
            {
                _isTicking = _timer.Change(Interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Remove(StartBatch batch)
    {
        lock (_gate)
        {
            _starting.Remove(batch);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void OnTick()
    {
        StartBatch[] starting;
        lock (_gate)
        {
            starting = [.. _starting];
            _isTicking = starting.Length > 0 && _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }

        foreach (StartBatch batch in starting)
        {
            batch.OffloadIfBlocked();
        }
    }
}
