using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Benchmarks;

/// <summary>Healthy at once, to either engine.</summary>
internal sealed class TrivialCheck(string name) : IProbe, IHealthCheck
{
    private static readonly Task<HealthCheckResult> Healthy = Task.FromResult(HealthCheckResult.Healthy());

    public string Name => name;

    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Healthy;
}
