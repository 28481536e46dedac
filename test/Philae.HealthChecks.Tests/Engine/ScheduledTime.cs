using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>A clock that the test moves. Reading it is a point at which another operation may go on, unless the reader holds the lock of what is tested.</summary>
internal sealed class ScheduledTime : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private long _now = 1;

    /// <summary>Whether the current thread holds a lock, in which it must not stop.</summary>
    public Func<bool> HoldsLock { get; set; } = static () => false;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public long Now => Volatile.Read(ref _now);

    public override long GetTimestamp()
    {
        if (!HoldsLock())
        {
            Schedule.Yield();
        }

        return Now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        lock (_timers)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    /// <summary>Moves on, or back, and calls what is due.</summary>
    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref _now, by.Ticks);
        Timer[] due;
        lock (_timers)
        {
            due = [.. _timers.Where(timer => timer.IsDue(Now))];
        }

        foreach (Timer timer in due)
        {
            Schedule.Yield();
            timer.Fire();
        }
    }

    private sealed class Timer(ScheduledTime time, TimerCallback callback, object? state) : ITimer
    {
        private long _due = long.MaxValue;

        public bool IsDue(long now) => Volatile.Read(ref _due) <= now;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Volatile.Write(ref _due, dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time.Now + dueTime.Ticks);
            return true;
        }

        public void Fire()
        {
            if (Interlocked.Exchange(ref _due, long.MaxValue) <= time.Now)
            {
                callback(state);
            }
        }

        public void Dispose() => Volatile.Write(ref _due, long.MaxValue);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
