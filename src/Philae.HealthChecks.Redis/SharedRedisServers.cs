using System.Net;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>The servers of the application's client, which reconnects by itself and follows Sentinel and cluster.</summary>
internal sealed class SharedRedisServers(IConnectionMultiplexer client) : IRedisServers
{
    // Sentinel's change with the primary.
    public IReadOnlyList<EndPoint> Named => client.GetEndPoints(configuredOnly: true);

    public string ClusterCommand => "CLUSTER";

    public async Task<T> QueryAsync<T>(EndPoint server, Func<IServer, Task<T>> query, CancellationToken cancellationToken)
    {
        // A command would wait in the client's backlog, as a rule for longer than the deadline.
        if (client.GetServers().FirstOrDefault(known => known.EndPoint.Equals(server)) is not { IsConnected: true } connected)
        {
            throw new RedisStateException($"The application's client has no connection to {server}.");
        }

        return await query(connected).WaitWithCancellationAsync(cancellationToken).ConfigureAwait(false);
    }

    public EndPoint AddressOf(RedisClusterNode node) =>
        node.Name is { } name && client.GetEndPoints().Contains(name) ? name : node.Address;

    public void KeepOnly(IReadOnlyCollection<EndPoint> servers)
    {
        // What the client knows is the application's.
    }
}
