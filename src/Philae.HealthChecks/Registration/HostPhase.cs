using Microsoft.Extensions.Hosting;

namespace Philae.HealthChecks.Registration;

/// <summary>The phase of the host's life. It delays the host's stop, so that load balancers notice before the server closes.</summary>
internal sealed class HostPhase(IHostApplicationLifetime? lifetime, TimeSpan drainDelay, TimeProvider time) : IHostedLifecycleService
{
    private volatile bool _isStopping;
    private Action? _started;

    /// <summary>Whether the host has started; without a host always true.</summary>
    public bool HasStarted => lifetime is null || lifetime.ApplicationStarted.IsCancellationRequested;

    public bool IsStopping => _isStopping || lifetime is { ApplicationStopping.IsCancellationRequested: true };

    /// <summary>Runs a validation when everything has started. Its exception fails the start.</summary>
    public void OnStarted(Action check) => _started += check;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _started?.Invoke();
        return Task.CompletedTask;
    }

    /// <summary>Completes before any server starts to stop: that is the host's next phase.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        await Task.Delay(drainDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
