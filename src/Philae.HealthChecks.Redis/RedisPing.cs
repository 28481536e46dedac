using System.Diagnostics;
using HealthChecks.Redis;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>The check itself, which is Xabaril's: a ping of the database and of each server, or the state of a cluster.</summary>
internal static class RedisPing
{
    private static readonly HealthCheckContext Context =
        new() { Registration = new HealthCheckRegistration("redis", static _ => throw new UnreachableException(), null, null) };

    /// <exception cref="OperationCanceledException">Given up; the driver has no way to take a command back.</exception>
    public static async Task SendAsync(IConnectionMultiplexer client, CancellationToken cancellationToken)
    {
        HealthCheckResult result = await new RedisHealthCheck(client).CheckHealthAsync(Context, cancellationToken)
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        if (result.Status != HealthStatus.Healthy)
        {
            throw result.Exception ?? new InvalidOperationException(result.Description);
        }
    }
}
