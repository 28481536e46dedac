using System.Net;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>The servers of a probe, over its own clients or the application's.</summary>
internal interface IRedisServers
{
    /// <summary>Those that the target or the application's client names.</summary>
    IReadOnlyList<EndPoint> Named { get; }

    /// <summary>What CLUSTER is called for the driver.</summary>
    string ClusterCommand { get; }

    /// <summary>Queries one server. A cancelled token ends the wait and nothing else.</summary>
    Task<T> QueryAsync<T>(EndPoint server, Func<IServer, Task<T>> query, CancellationToken cancellationToken);

    /// <summary>Which of a cluster node's addresses to use.</summary>
    EndPoint AddressOf(RedisClusterNode node);

    /// <summary>Lets go of servers that are neither named nor among these.</summary>
    void KeepOnly(IReadOnlyCollection<EndPoint> servers);
}
