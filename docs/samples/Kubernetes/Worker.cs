using Philae.HealthChecks;

namespace KubernetesSample;

/// <summary>The service's loop in the background. When it hangs nothing but a restart helps, which is what liveness is for.</summary>
public sealed class Worker(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private long _lastRound = time.GetTimestamp();

    public void EnsureMoving()
    {
        if (time.GetElapsedTime(Interlocked.Read(ref _lastRound)) > Limit)
        {
            throw new ProbeException("the worker hangs");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var rounds = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await rounds.WaitForNextTickAsync(stoppingToken))
        {
            Interlocked.Exchange(ref _lastRound, time.GetTimestamp());
        }
    }
}
