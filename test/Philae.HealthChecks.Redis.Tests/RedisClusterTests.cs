using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>Three primaries without replicas.</summary>
[Trait("Servers", "Own")]
public sealed class RedisClusterTests
{
    // Far longer than a test: what the probe finds out, it finds out by itself.
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    // Where a connection string maps commands itself, the driver has its own way with a cluster.
    [Fact]
    public async Task Check_APrimaryGoesDownAndComesBack_IsWhatTheOptionSaysHoweverTheClusterIsNamed()
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync(ProbeConformance.Secret, withReplicas: false, Never);
        await using var byOne = Requirements.Of(RedisServers.UrlOf(cluster.All.Take(1)));
        await using var byAll = Requirements.Of(RedisServers.UrlOf(cluster.All));
        await using var mapped = Requirements.Of($"127.0.0.1:{cluster.All[0].Port},password={ProbeConformance.Secret},$CONFIG=");
        await ShouldBeAsync(primary: null, all: null, any: null);

        await cluster.All[1].KillAsync();
        await ShouldBeAsync(primary: "connection refused", all: "connection refused", any: null);

        await cluster.All[1].StartAsync();
        await Eventually.TrueAsync(async () => await byOne[RedisRequirement.Primary].ReasonAsync() is null);
        await ShouldBeAsync(primary: null, all: null, any: null);

        await Task.WhenAll(cluster.All.Select(node => node.KillAsync()));
        await ShouldBeAsync(primary: "connection refused", all: "connection refused", any: "connection refused");

        async Task ShouldBeAsync(string? primary, string? all, string? any)
        {
            await byOne.ShouldBeAsync(primary, all, any);
            await byAll.ShouldBeAsync(primary, all, any);
            await mapped.ShouldBeAsync(primary, all, any);
        }
    }

    [Fact]
    public async Task Check_ClusterHasNoticedAPrimaryLost_IsUnavailableForAnyToo()
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync(ProbeConformance.Secret, withReplicas: false, Soon);
        await using var hosts = Requirements.Of(RedisServers.UrlOf(cluster.All.Take(2)));
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await cluster.All[2].KillAsync();
        await Task.WhenAll(cluster.All.Take(2).Select(RedisCluster.DownAsync));

        await hosts.ShouldBeAsync(primary: "unavailable", all: "unavailable", any: "unavailable");
    }

    [Fact]
    public async Task Check_OnlyOneNodeSaysThatTheClusterIsDown_IsUnavailableUnderPrimary()
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync(ProbeConformance.Secret, withReplicas: false, Never);
        await using var hosts = Requirements.Of(RedisServers.UrlOf(cluster.All.Take(2)));

        await cluster.All[1].AskAsync("CLUSTER", "DELSLOTS", "6000");
        await RedisCluster.DownAsync(cluster.All[1]);

        await hosts.ShouldBeAsync(primary: "unavailable", all: "unavailable", any: null);
    }
}
