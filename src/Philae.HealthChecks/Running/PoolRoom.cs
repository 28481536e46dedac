namespace Philae.HealthChecks.Running;

/// <summary>
/// Gives the thread pool threads where all that it has are blocked, as .NET blocks one for each name that a silent name server does not
/// answer. Above its minimum, one a processor, the pool itself adds a thread only every half second, and deadlines and requests wait.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class PoolRoom(TimeProvider time)
{
    /// <summary>So many threads above the processors at most.</summary>
    public const int Most = 64;

    /// <summary>For so long nothing may have been stuck before the room is given back, however often anybody looks.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(30);

    // Looks in a row at which nothing had been done.
    private const int Patience = 5;

    private long _done;
    private int _stuck;
    private long _stuckAt;
    private int _given;
    private int _before;

    /// <summary>Looks, every so often.</summary>
    public void Look()
    {
        long done = ThreadPool.CompletedWorkItemCount;
        bool isStuck = done == _done && ThreadPool.PendingWorkItemCount > 0;
        _done = done;
        _stuck = isStuck ? _stuck + 1 : 0;
        if (isStuck)
        {
            _stuckAt = time.GetTimestamp();
        }

        if (_stuck >= Patience)
        {
            _stuck = 0;
            Give();
        }
        else if (_given > 0 && time.GetElapsedTime(_stuckAt) >= Calm)
        {
            GiveBack();
        }
    }

    /// <summary>Sets the pool's minimum back, unless somebody else has set it since.</summary>
    public void GiveBack()
    {
        ThreadPool.GetMinThreads(out int threads, out int completionThreads);
        if (_given > 0 && threads == _given)
        {
            ThreadPool.SetMinThreads(_before, completionThreads);
        }

        _given = 0;
    }

    private void Give()
    {
        ThreadPool.GetMinThreads(out int threads, out int completionThreads);
        int wanted = (int)Math.Min(ThreadPool.ThreadCount + ThreadPool.PendingWorkItemCount, Environment.ProcessorCount + Most);
        if (wanted > threads && ThreadPool.SetMinThreads(wanted, completionThreads))
        {
            _before = threads == _given ? _before : threads;
            _given = wanted;
        }
    }
}
