using System.Net;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Servers to ask, over the probe's own clients or the application's.</summary>
internal interface IRedisServers
{
    /// <summary>Those that the target or the application's client names.</summary>
    IReadOnlyList<EndPoint> Named { get; }

    /// <summary>What CLUSTER is called for the driver.</summary>
    string ClusterCommand { get; }

    /// <summary>Asks one server; a token that is cancelled gives up the question and nothing else.</summary>
    Task<T> AskAsync<T>(EndPoint server, Func<IServer, Task<T>> question, CancellationToken cancellationToken);

    /// <summary>Which of a cluster node's addresses to use.</summary>
    EndPoint AddressOf(RedisClusterNode node);

    /// <summary>Lets go of servers that are neither named nor among these.</summary>
    void KeepOnly(IReadOnlyCollection<EndPoint> servers);
}
