namespace Philae.HealthChecks.Scheduling;

/// <summary>
/// The checks that one request starts. Those that are known to yield promptly start one after another in one work item of the thread pool;
/// the others, and those behind one that blocks unexpectedly, start on dedicated threads.
/// </summary>
internal sealed class StartBatch(StartWatch watch, int capacity = 1) : IThreadPoolWorkItem
{
    private readonly List<IStartable> _prompt = new(capacity);
    private readonly TaskCompletionSource _started = new(); // continues inline: the thread of the pool is free at that moment
    private int _taken;
    private int _takenAtLastTick;
    private volatile bool _isStarting;

    public void Add(IStartable check)
    {
        if (check.YieldsPromptly)
        {
            _prompt.Add(check);
        }
        else
        {
            DedicatedThread.Start(check);
        }
    }

    /// <summary>Starts what was added, on other threads than the caller's and without its ambient state.</summary>
    /// <returns>Completes when each check has yielded its thread, or one is known to block.</returns>
    public Task StartAsync()
    {
        if (_prompt.Count == 0)
        {
            return Task.CompletedTask;
        }

        watch.Add(this);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return _started.Task;
    }

    /// <summary>Moves the checks behind one that blocks to dedicated threads. Called at each tick: one that has not yielded since the last blocks.</summary>
    public void OffloadIfBlocked()
    {
        int taken = Volatile.Read(ref _taken);
        if (!_isStarting || taken == 0 || taken > _prompt.Count || taken != _takenAtLastTick)
        {
            _takenAtLastTick = taken;
            return;
        }

        _prompt[taken - 1].YieldsPromptly = false;
        while (Next() is { } check)
        {
            DedicatedThread.Start(check);
        }

        _isStarting = false;
        watch.Remove(this);
        ThreadPool.UnsafeQueueUserWorkItem(static batch => batch._started.TrySetResult(), this, preferLocal: false); // the caller of a tick has other batches
    }

    void IThreadPoolWorkItem.Execute()
    {
        _isStarting = true;
        while (Next() is { } check)
        {
            check.Start();
        }

        _isStarting = false;
        watch.Remove(this);
        _started.TrySetResult();
    }

    private IStartable? Next() => Interlocked.Increment(ref _taken) is var number && number <= _prompt.Count ? _prompt[number - 1] : null;
}
