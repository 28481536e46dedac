using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>Three primaries, which share the slots, and on request a replica of each.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16384;
    private const int Count = 3;
    private readonly int[] _buses;

    private RedisCluster(string? password, bool withReplicas, TimeSpan nodeTimeout, string[] settings)
    {
        _buses = [.. Enumerable.Range(0, withReplicas ? 2 * Count : Count).Select(_ => FreePort.Next())];
        All = [.. _buses.Select(bus => new RedisServer(
            password, null, [
                "--cluster-enabled", "yes", "--cluster-port", $"{bus}", "--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1",
                "--cluster-node-timeout", $"{(long)nodeTimeout.TotalMilliseconds}", .. settings]))];
    }

    public IReadOnlyList<RedisServer> All { get; }

    public IReadOnlyList<RedisServer> Primaries => [.. All.Take(Count)];

    /// <summary>In the order of their primaries.</summary>
    public IReadOnlyList<RedisServer> Replicas => [.. All.Skip(Count)];

    /// <summary>Returns when every node says that the cluster is up.</summary>
    /// <param name="password">Of every node.</param>
    /// <param name="withReplicas">One for each primary.</param>
    /// <param name="nodeTimeout">How long a node is silent before the others call it down.</param>
    /// <param name="settings">More of them, for every node.</param>
    public static async Task<RedisCluster> StartAsync(string? password, bool withReplicas, TimeSpan nodeTimeout, params string[] settings)
    {
        var cluster = new RedisCluster(password, withReplicas, nodeTimeout, settings);
        await Task.WhenAll(cluster.All.Select(node => node.StartAsync()));
        await Task.WhenAll(cluster.All.Select(async (node, index) =>
        {
            await node.AskAsync("CLUSTER", "SET-CONFIG-EPOCH", $"{index + 1}");
            if (index < Count)
            {
                await node.AskAsync("CLUSTER", "ADDSLOTSRANGE", $"{index * Slots / Count}", $"{((index + 1) * Slots / Count) - 1}");
            }

            int next = (index + 1) % cluster.All.Count;
            await node.AskAsync("CLUSTER", "MEET", "127.0.0.1", $"{cluster.All[next].Port}", $"{cluster._buses[next]}");
        }));
        await Task.WhenAll(cluster.Replicas.Select(async (replica, index) =>
        {
            string primary = (await cluster.All[index].AskAsync("CLUSTER", "MYID")).Trim();
            await Eventually.TrueAsync(async () => (await replica.AskAsync("CLUSTER", "REPLICATE", primary)).StartsWith("OK", StringComparison.Ordinal));
        }));
        await Task.WhenAll(cluster.All.Select(node => Eventually.TrueAsync(async () => await cluster.IsUpAsync(node))));
        return cluster;
    }

    /// <summary>Returns when a node says that the cluster is down.</summary>
    public static Task DownAsync(RedisServer node) => Eventually.TrueAsync(
        async () => (await node.AskAsync("CLUSTER", "INFO")).Contains("cluster_state:fail", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        foreach (RedisServer node in All)
        {
            await node.DisposeAsync();
        }
    }

    private async Task<bool> IsUpAsync(RedisServer node)
    {
        if (!(await node.AskAsync("CLUSTER", "INFO")).Contains("cluster_state:ok", StringComparison.Ordinal))
        {
            return false;
        }

        string nodes = await node.AskAsync("CLUSTER", "NODES");

        // By which drivers go: a replica is among them once it is known how far it has come.
        string slots = await node.AskAsync("CLUSTER", "SLOTS");
        return nodes.Split("slave ").Length - 1 == Replicas.Count
            && !nodes.Contains("handshake", StringComparison.Ordinal)
            && !nodes.Contains("disconnected", StringComparison.Ordinal)
            && All.All(one => slots.Contains($"\n{one.Port}\n", StringComparison.Ordinal));
    }
}
