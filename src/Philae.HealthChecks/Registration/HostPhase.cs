using Microsoft.Extensions.Hosting;

namespace Philae.HealthChecks.Registration;

/// <summary>How far the host is in its life, and what holds it back when it stops, so that load balancers see that it is about to go.</summary>
internal sealed class HostPhase(IHostApplicationLifetime? lifetime, TimeSpan drainDelay, TimeProvider time) : IHostedLifecycleService
{
    private volatile bool _isStopping;
    private Action? _started;

    /// <summary>Without a host: at once.</summary>
    public bool HasStarted => lifetime is null || lifetime.ApplicationStarted.IsCancellationRequested;

    public bool IsStopping => _isStopping || lifetime is { ApplicationStopping.IsCancellationRequested: true };

    /// <summary>Has a check run when everything has started. An exception of it fails the start.</summary>
    public void OnStarted(Action check) => _started += check;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _started?.Invoke();
        return Task.CompletedTask;
    }

    /// <summary>Ends before any server begins to stop: that is the next phase of the host.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        await Task.Delay(drainDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
