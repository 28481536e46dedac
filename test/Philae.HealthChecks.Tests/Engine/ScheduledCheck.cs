using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>A check that ends when the schedule says so, and notices when a second one runs beside it.</summary>
internal sealed class ScheduledCheck
{
    private TaskCompletionSource? _end; // what goes on, goes on at once
    private int _inFlight;

    public int Started { get; private set; }

    public bool WereTwoInFlight { get; private set; }

    public bool IsInFlight => Volatile.Read(ref _end) is not null;

    public Task CheckAsync()
    {
        Started++;
        WereTwoInFlight |= Interlocked.Increment(ref _inFlight) > 1;
        Schedule.Yield();
        var end = new TaskCompletionSource();
        Volatile.Write(ref _end, end);
        Schedule.Yield();
        return end.Task;
    }

    /// <summary>Ends the check in flight, if there is one.</summary>
    public void End(HealthStatus status)
    {
        if (Interlocked.Exchange(ref _end, null) is not { } end)
        {
            return;
        }

        Interlocked.Decrement(ref _inFlight);
        if (status == HealthStatus.Healthy)
        {
            end.SetResult();
        }
        else
        {
            end.SetException(status == HealthStatus.Degraded ? new ProbeDegradedException("slow") : new ProbeException("down"));
        }
    }
}
