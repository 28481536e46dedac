using Microsoft.Extensions.Hosting;

namespace Philae.HealthChecks.Running;

/// <summary>How far the host is in its life, and what holds it back when it stops, so that load balancers see that it is about to go.</summary>
internal sealed class HostPhase(IHostApplicationLifetime? lifetime, TimeSpan drainDelay, TimeProvider time) : IHostedLifecycleService
{
    private volatile bool _isStopping;

    /// <summary>Without a host: at once.</summary>
    public bool HasStarted => lifetime is null || lifetime.ApplicationStarted.IsCancellationRequested;

    public bool IsStopping => _isStopping || lifetime is { ApplicationStopping.IsCancellationRequested: true };

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends before any server begins to stop: that is the next phase of the host.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        await Task.Delay(drainDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
