using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>A primary and its two replicas, and Sentinels on request.</summary>
public sealed class RedisReplication : IAsyncDisposable
{
    private readonly string? _password;

    private RedisReplication(string? password, TestCertificate? certificate)
    {
        _password = password;
        Primary = new(password, certificate, "--repl-diskless-sync-delay", "0");
        Replicas = [.. Enumerable.Range(0, 2).Select(_ => new RedisServer(
            password, certificate, "--replicaof", "127.0.0.1", $"{Primary.Port}", "--repl-diskless-sync-delay", "0"))];
    }

    public RedisServer Primary { get; }

    public IReadOnlyList<RedisServer> Replicas { get; }

    public IReadOnlyList<RedisServer> All => [Primary, .. Replicas];

    public IReadOnlyList<RedisSentinelServer> Sentinels { get; private set; } = [];

    /// <summary>Returns when the replicas follow the primary.</summary>
    public static async Task<RedisReplication> StartAsync(string? password, TestCertificate? certificate = null)
    {
        var servers = new RedisReplication(password, certificate);
        await Task.WhenAll(servers.All.Select(server => server.StartAsync()));
        await servers.FollowAsync();
        return servers;
    }

    /// <summary>Returns when every replica that is up follows a primary.</summary>
    public Task FollowAsync() => Task.WhenAll(Replicas.Select(replica => Eventually.TrueAsync(
        async () => (await replica.AskAsync("INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal))));

    /// <summary>Returns when each Sentinel knows both replicas.</summary>
    public async Task WatchAsync(int sentinels, string? password = null, TestCertificate? certificate = null)
    {
        Sentinels = [.. Enumerable.Range(0, sentinels).Select(_ => new RedisSentinelServer(Primary, _password, password, certificate))];
        await Task.WhenAll(Sentinels.Select(async sentinel =>
        {
            await sentinel.StartAsync();
            await Eventually.TrueAsync(async () =>
                (await sentinel.AskAsync("SENTINEL", "MASTERS")).Contains("num-slaves\n2\n", StringComparison.Ordinal));
        }));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RedisServer server in (RedisServer[])[.. Sentinels, .. All])
        {
            await server.DisposeAsync();
        }
    }
}
