using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>A server's answer on its own state.</summary>
/// <param name="IsPrimary">Whether it is a primary; false if that was not queried.</param>
/// <param name="Cluster">The nodes of its cluster; null if it is part of none.</param>
internal sealed record RedisAnswer(bool IsPrimary, IReadOnlyList<RedisClusterNode>? Cluster = null)
{
    public static async Task<RedisAnswer> OfAsync(IServer server, bool withRole)
    {
        Task<bool> role = withRole ? IsPrimaryAsync(server) : Task.FromResult(false);
        await Task.WhenAll(server.PingAsync(), role).ConfigureAwait(false);
        return new(await role.ConfigureAwait(false));
    }

    /// <exception cref="RedisStateException">Its cluster is down, as far as it knows.</exception>
    /// <exception cref="RedisServerException">It refuses to serve.</exception>
    public static async Task<RedisAnswer> OfClusterAsync(IServer server, string command)
    {
        Task<string> nodes = NodesAsync(server, command);
        await Task.WhenAll(ThrowIfNodeIsNotWellAsync(server, command), nodes).ConfigureAwait(false);
        return new(false, RedisClusterNode.Parse(await nodes.ConfigureAwait(false), server.EndPoint));
    }

    /// <exception cref="RedisStateException">Its cluster is down, as far as it knows.</exception>
    /// <exception cref="RedisServerException">It refuses to serve, which the state of its cluster does not tell.</exception>
    public static async Task<bool> ThrowIfNodeIsNotWellAsync(IServer server, string command)
    {
        await Task.WhenAll(server.PingAsync(), ThrowIfClusterIsDownAsync(server, command)).ConfigureAwait(false);
        return true;
    }

    private static async Task ThrowIfClusterIsDownAsync(IServer server, string command)
    {
        try
        {
            string state = (await server.ExecuteAsync(command, "INFO").ConfigureAwait(false)).ToString();
            if (!state.Contains("cluster_state:ok", StringComparison.Ordinal))
            {
                throw new RedisStateException($"{server.EndPoint} says that the cluster is down.");
            }
        }
        catch (RedisCommandException)
        {
            // The application's client may not: to its driver, CLUSTER is for administrators.
        }
    }

    private static async Task<string> NodesAsync(IServer server, string command)
    {
        try
        {
            return (await server.ExecuteAsync(command, "NODES").ConfigureAwait(false)).ToString();
        }
        catch (RedisCommandException) when (server.ClusterConfiguration is { } known)
        {
            return string.Join('\n', known.Nodes.Select(static node => node.Raw));
        }
    }

    // HELLO needs no right and returns the current role; the driver reads the role only once.
    private static async Task<bool> IsPrimaryAsync(IServer server) =>
        (await server.ExecuteAsync("HELLO").ConfigureAwait(false)).ToDictionary().TryGetValue("role", out RedisResult? role) && role.ToString() == "master";
}
