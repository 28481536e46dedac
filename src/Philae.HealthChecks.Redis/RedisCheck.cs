using System.Net;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Checks servers that are named: one, a primary with its replicas, or the way into a cluster.</summary>
internal static class RedisCheck
{
    private const int Slots = 16384;

    public static async Task RunAsync(IRedisServers servers, RedisRequirement? require, CancellationToken cancellationToken)
    {
        IReadOnlyList<EndPoint> named = servers.Named;
        RedisRequirement ofCluster = require ?? RedisRequirement.Primary;
        RedisRequirement requirement = named.Count > 1 ? ofCluster : require ?? RedisRequirement.Any;
        RedisAnswer answer = requirement == RedisRequirement.All
            ? Best(await HostFanOut.EveryAsync(named, QueryAsync, cancellationToken).ConfigureAwait(false))
            : await HostFanOut.FirstAsync(named, FindAsync, cancellationToken).ConfigureAwait(false);
        if (answer.Cluster is { } nodes && ofCluster != RedisRequirement.Any)
        {
            await RunAsync(servers, nodes, ofCluster, cancellationToken).ConfigureAwait(false);
        }

        Task<RedisAnswer> QueryAsync(EndPoint server, CancellationToken token) =>
            servers.QueryAsync(server, it => OneAsync(it, servers, named.Count == 1, requirement != RedisRequirement.Any), token);

        async Task<RedisAnswer> FindAsync(EndPoint server, CancellationToken token)
        {
            RedisAnswer found = await QueryAsync(server, token).ConfigureAwait(false);
            return requirement == RedisRequirement.Any ? found : Best([found]);
        }
    }

    /// <summary>Asks a cluster's nodes, who may know better than the one that listed them.</summary>
    private static async Task RunAsync(
        IRedisServers servers, IReadOnlyList<RedisClusterNode> nodes, RedisRequirement requirement, CancellationToken cancellationToken)
    {
        if (nodes.Where(static node => node.IsPrimary).Sum(static node => node.Slots) != Slots)
        {
            throw new RedisStateException("The cluster has slots that no primary serves.");
        }

        EndPoint[] needed = [.. nodes
            .Where(node => requirement == RedisRequirement.All || (node.IsPrimary && node.Slots > 0))
            .Select(servers.AddressOf).Distinct()];
        servers.KeepOnly(needed);
        await HostFanOut.EveryAsync(
            needed,
            (node, token) => servers.QueryAsync(node, it => RedisAnswer.ThrowIfNodeIsNotWellAsync(it, servers.ClusterCommand), token),
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<RedisAnswer> OneAsync(IServer server, IRedisServers servers, bool isOnly, bool withRole)
    {
        // It answers to PING too.
        if (server.ServerType == ServerType.Sentinel)
        {
            throw new RedisStateException($"{server.EndPoint} is a Sentinel.", FailureReason.UnexpectedResponse);
        }

        if (server.ServerType == ServerType.Cluster)
        {
            return await RedisAnswer.OfClusterAsync(server, servers.ClusterCommand).ConfigureAwait(false);
        }

        if (isOnly && !withRole)
        {
            await RedisPing.SendAsync(server.Multiplexer).ConfigureAwait(false);
            return new(IsPrimary: false);
        }

        return await RedisAnswer.OfAsync(server, withRole).ConfigureAwait(false);
    }

    private static RedisAnswer Best(IEnumerable<RedisAnswer> answers) =>
        answers.FirstOrDefault(static answer => answer.IsPrimary || answer.Cluster is not null)
            ?? throw new RedisStateException("None of the servers is the primary.");
}
