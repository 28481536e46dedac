using System.Diagnostics;
using HealthChecks.Redis;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>The check of one server, which is Xabaril's: a ping of the database and of the server.</summary>
internal static class RedisPing
{
    private static readonly HealthCheckContext Context =
        new() { Registration = new HealthCheckRegistration("redis", static _ => throw new UnreachableException(), null, null) };

    public static async Task SendAsync(IConnectionMultiplexer client)
    {
        HealthCheckResult result = await new RedisHealthCheck(client).CheckHealthAsync(Context).ConfigureAwait(false);
        if (result.Status != HealthStatus.Healthy)
        {
            throw result.Exception ?? new InvalidOperationException(result.Description);
        }
    }
}
