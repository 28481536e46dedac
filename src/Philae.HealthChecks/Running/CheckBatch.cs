using System.Diagnostics;
using Philae.HealthChecks.LoopDetection;
using Philae.HealthChecks.Telemetry;

namespace Philae.HealthChecks.Running;

/// <summary>
/// The runs that one request begins. Checks that are known to give their thread back begin one after another on one of the
/// pool's; the others, and those behind one that blocks for once, on threads of their own.
/// </summary>
internal sealed class CheckBatch(Via via, long now, int checks = 1) : IThreadPoolWorkItem
{
    private readonly ActivityContext _parent = ProbeTracing.Parent();
    private readonly List<ProbeRun> _runs = new(checks);
    private readonly TaskCompletionSource _begun = new(); // what goes on at once is on a thread of the pool, which is free now
    private int _taken;
    private int _seen;
    private volatile bool _isBeginning;

    /// <summary>Of the request.</summary>
    public Via Via => via;

    /// <summary>When it came.</summary>
    public long Now => now;

    public void Add(ProbeRun run)
    {
        if (run.GivesThreadBack)
        {
            _runs.Add(run);
        }
        else
        {
            BeginApart(run);
        }
    }

    /// <summary>Lets what was added begin, apart from the caller, whose thread it may not block, and with nothing of its ambient state.</summary>
    /// <returns>Ends when all has begun, or is held up.</returns>
    public Task BeginAsync()
    {
        if (_runs.Count == 0)
        {
            return Task.CompletedTask;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return _begun.Task;
    }

    /// <summary>Called every so often: where no check has begun since the last time, the current one blocks. Those behind it get threads of their own.</summary>
    public void SpreadIfHeldUp()
    {
        int taken = Volatile.Read(ref _taken);
        if (!_isBeginning || taken == 0 || taken > _runs.Count || taken != _seen)
        {
            _seen = taken;
            return;
        }

        _runs[taken - 1].GivesThreadBack = false;
        while (Next() is { } run)
        {
            BeginApart(run);
        }

        _isBeginning = false;
        ThreadPool.UnsafeQueueUserWorkItem(static batch => batch._begun.TrySetResult(), this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        _isBeginning = true;
        while (Next() is { } run)
        {
            _ = run.CheckAsync(via, _parent);
        }

        _isBeginning = false;
        _begun.TrySetResult();
    }

    private ProbeRun? Next() => Interlocked.Increment(ref _taken) is var number && number <= _runs.Count ? _runs[number - 1] : null;

    private void BeginApart(ProbeRun run) => CheckThreads.Run(() => run.CheckApart(via, _parent));
}
