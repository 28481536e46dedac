using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Running;

/// <summary>
/// A check that the runner runs, as it is registered with Microsoft's engine: a probe, for which the container keeps the
/// <see cref="IProbe"/> under this key, or anyone's health check.
/// </summary>
internal sealed class ProbeRegistration
{
    private readonly HealthCheckRegistration? _other;

    public ProbeRegistration(
        string name, HealthStatus? failureStatus, IEnumerable<string>? tags, TimeSpan? timeout, Func<IServiceProvider, ProbeOptions> options, ServicePeer? peer)
    {
        Check = new HealthCheckRegistration(name, Create, failureStatus, tags, timeout);
        Options = options;
        Peer = peer;
    }

    /// <summary>Takes the place of another registration.</summary>
    public ProbeRegistration(HealthCheckRegistration other)
    {
        _other = other;
        Check = new HealthCheckRegistration(other.Name, Create, other.FailureStatus, other.Tags, other.Timeout) { Delay = other.Delay, Period = other.Period };
        Options = static _ => DefaultOptions;
    }

    private static readonly ProbeOptions DefaultOptions = new();

    /// <summary>What the engine knows.</summary>
    public HealthCheckRegistration Check { get; }

    public Func<IServiceProvider, ProbeOptions> Options { get; }

    /// <summary>The other service whose report the probe reads; null for every other probe.</summary>
    public ServicePeer? Peer { get; }

    /// <summary>Null: the registration is another health check.</summary>
    public static ProbeRegistration? Of(HealthCheckRegistration registration) => registration.Factory.Target as ProbeRegistration;

    /// <summary>Checks once. What is made from scoped services is made anew.</summary>
    public async Task<HealthCheckResult> CheckAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (_other is null)
        {
            await ProbeFailedException.Configured(() => services.GetRequiredKeyedService<IProbe>(this)).CheckAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }

        AsyncServiceScope scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            IHealthCheck check = ProbeFailedException.Configured(() => _other.Factory(scope.ServiceProvider));
            return await check.CheckHealthAsync(new HealthCheckContext { Registration = _other }, cancellationToken).ConfigureAwait(false);
        }
    }

    private ProbeHealthCheck Create(IServiceProvider services) => new(services.GetRequiredService<ProbeRunners>().Of(this));
}
