using Microsoft.Extensions.Time.Testing;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>A clock that stands still and knows how many timers there are.</summary>
internal sealed class ObservedTime(FakeTimeProvider inner) : TimeProvider
{
    private int _waiting;

    public int WaitingTimers => Volatile.Read(ref _waiting);

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = inner.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref _waiting);
        return new Timer(timer, this);
    }

    private sealed class Timer(ITimer timer, ObservedTime time) : ITimer
    {
        private int _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Interlocked.Decrement(ref time._waiting);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
