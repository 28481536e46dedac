using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Pings over the application's client, which stays the application's: it reconnects by itself, and is never disposed here.</summary>
internal sealed class SharedRedisProbe(string name, IConnectionMultiplexer client) : IProbe
{
    public string Name => name;

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        // A ping would wait in the client's backlog, as a rule for longer than the deadline.
        if (!client.IsConnected)
        {
            throw new ProbeException(RedisFailure.Message, FailureReason.Unavailable);
        }

        try
        {
            await RedisPing.SendAsync(client, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw RedisFailure.Of(exception);
        }
    }
}
