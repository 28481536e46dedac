using Philae.HealthChecks;

namespace KubernetesSample;

/// <summary>What has to be done once before the first request: caches to fill, a model to load. Here it only takes its time.</summary>
public sealed class WarmUp(ServiceSettings settings, TimeProvider time) : BackgroundService
{
    private volatile bool _isDone;

    public void EnsureDone()
    {
        if (!_isDone)
        {
            throw new ProbeException("still warming up");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(settings.WarmUp, time, stoppingToken);
        _isDone = true;
    }
}
