using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Checks over the application's client, which stays the application's and is never disposed here.</summary>
internal sealed class SharedRedisProbe(string name, IConnectionMultiplexer client, RedisRequirement? require = null) : IProbe
{
    private readonly SharedRedisServers _servers = new(client);

    public string Name => name;

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RedisCheck.RunAsync(_servers, require, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw RedisFailure.Of(exception);
        }
    }
}
