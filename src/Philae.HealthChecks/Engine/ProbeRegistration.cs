using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Errors;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Engine;

/// <summary>
/// A check that the runner runs, as it is registered with Microsoft's engine: a probe, whose <see cref="IProbe"/> the container keeps
/// under this key, or a guarded health check.
/// </summary>
internal sealed class ProbeRegistration
{
    private static readonly ProbeOptions DefaultOptions = new();

    private readonly HealthCheckRegistration? _other;

    public ProbeRegistration(
        string name, HealthStatus? failureStatus, IEnumerable<string>? tags, TimeSpan? timeout, Func<IServiceProvider, Func<ProbeOptions>> options, PeerIdentity? peer, string? kind)
    {
        Check = new HealthCheckRegistration(name, Create, failureStatus, tags, timeout);
        Options = options;
        Peer = peer;
        Kind = kind;
    }

    /// <summary>Guards another registration, in its place.</summary>
    public ProbeRegistration(HealthCheckRegistration other)
    {
        _other = other;
        Check = new HealthCheckRegistration(other.Name, Create, other.FailureStatus, other.Tags, other.Timeout) { Delay = other.Delay, Period = other.Period };
        Options = static _ => static () => DefaultOptions;
    }

    /// <summary>The registration that Microsoft's engine gets.</summary>
    public HealthCheckRegistration Check { get; }

    /// <summary>Given the application's services, returns the function that reads the current options.</summary>
    public Func<IServiceProvider, Func<ProbeOptions>> Options { get; }

    /// <summary>The other service whose report the probe reads; null for every other probe.</summary>
    public PeerIdentity? Peer { get; }

    /// <summary>What is probed, in one word: <c>redis</c>. Null: unknown.</summary>
    public string? Kind { get; }

    /// <summary>Null: the registration is another health check.</summary>
    public static ProbeRegistration? Of(HealthCheckRegistration registration) => registration.Factory.Target as ProbeRegistration;

    /// <summary>Creates the probe, once, and returns its check. A guarded health check is created anew for each check, in its own scope.</summary>
    public Func<CancellationToken, ValueTask<HealthCheckResult>> CreateCheck(IServiceProvider services)
    {
        if (_other is not null)
        {
            return cancellationToken => CheckAsync(_other, services, cancellationToken);
        }

        IProbe probe = services.GetRequiredKeyedService<IProbe>(this);
        return cancellationToken => probe.CheckAsync(cancellationToken) is var check && check.IsCompletedSuccessfully ? new(HealthCheckResult.Healthy()) : EndAsync(check);
    }

    private static async ValueTask<HealthCheckResult> EndAsync(Task check)
    {
        await check.ConfigureAwait(false);
        return HealthCheckResult.Healthy();
    }

    private static async ValueTask<HealthCheckResult> CheckAsync(HealthCheckRegistration other, IServiceProvider services, CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            IHealthCheck check = ProbeFailedException.Configured(other.Factory, scope.ServiceProvider);
            return await check.CheckHealthAsync(new HealthCheckContext { Registration = other }, cancellationToken).ConfigureAwait(false);
        }
    }

    private ProbeHealthCheck Create(IServiceProvider services)
    {
        ProbeRunners all = services.GetRequiredService<ProbeRunners>();
        return new(all.Of(this), all);
    }
}
