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

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Check_APrimaryGoesDownAndComesBack_IsWhatTheOptionSays(int named)
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync(ProbeConformance.Secret, withReplicas: false, Never);
        await using var hosts = Requirements.Of(RedisServers.UrlOf(cluster.All.Take(named)));
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await cluster.All[1].KillAsync();
        await hosts.ShouldBeAsync(primary: "connection refused", all: "connection refused", any: null);

        await cluster.All[1].StartAsync();
        await Eventually.TrueAsync(async () => await hosts[RedisRequirement.Primary].ReasonAsync() is null);
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await Task.WhenAll(cluster.All.Select(node => node.KillAsync()));
        await hosts.ShouldBeAsync(primary: "connection refused", all: "connection refused", any: "connection refused");
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

    // A cluster may be told to serve what it has; then its state says nothing of the slots that it has not.
    [Fact]
    public async Task Check_SlotIsNotServed_IsUnavailable()
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync(
            ProbeConformance.Secret, withReplicas: false, Never, "--cluster-require-full-coverage", "no");
        await using var hosts = Requirements.Of(RedisServers.UrlOf(cluster.All.Take(1)));
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await cluster.All[0].AskAsync("CLUSTER", "DELSLOTS", "5");
        await hosts.ShouldBeAsync(primary: "unavailable", all: "unavailable", any: null);

        await cluster.All[0].AskAsync("CLUSTER", "ADDSLOTS", "5");
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);
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

    [Fact]
    public async Task Check_Often_KeepsOneConnectionToEachAndSendsWhatIsDocumented()
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync(ProbeConformance.Secret, withReplicas: false, Never);
        await using ProbeHost host = PatientHost.Of(RedisServers.UrlOf(cluster.All.Take(1)));
        (await host.ReasonAsync()).Should().BeNull();
        foreach (RedisServer node in cluster.All)
        {
            await node.AskAsync("CONFIG", "RESETSTAT");
        }

        for (int check = 0; check < 20; check++)
        {
            (await host.ReasonAsync()).Should().BeNull();
        }

        string[] stats = await Task.WhenAll(cluster.All.Select(node => node.AskAsync("INFO", "everything")));
        stats.Should().OnlyContain(text => text.Contains("total_connections_received:1\r\n", StringComparison.Ordinal), "that is the question's own");
        stats[0].Should().Contain("cmdstat_cluster|info:calls=40,").And.Contain("cmdstat_cluster|nodes:calls=20,");
        stats[1..].Should().OnlyContain(text => text.Contains("cmdstat_cluster|info:calls=20,", StringComparison.Ordinal)
            && !text.Contains("cmdstat_cluster|nodes", StringComparison.Ordinal) && !text.Contains("cmdstat_ping", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_WrongPassword_IsAuthenticationFailed()
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync(ProbeConformance.Secret, withReplicas: false, Never);
        await using var hosts = Requirements.Of(RedisServers.UrlOf(cluster.All, ":wrong"));
        await hosts.ShouldBeAsync(primary: "authentication failed", all: "authentication failed", any: "authentication failed");

        await cluster.All[2].AskAsync("CONFIG", "SET", "requirepass", "another");
        await using var others = Requirements.Of(RedisServers.UrlOf(cluster.All.Take(1)));
        await others.ShouldBeAsync(primary: "authentication failed", all: "authentication failed", any: null);
    }

    [Fact]
    public async Task Check_RightsAreTheDocumented_IsHealthyAndDeniedWithFewer()
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync(ProbeConformance.Secret, withReplicas: false, Never);
        await GrantAsync("+ping", "+cluster|info", "+cluster|nodes");
        await using var hosts = Requirements.Of(RedisServers.UrlOf(cluster.All, "hc:acl"));
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);
        (await Task.WhenAll(cluster.All.Select(node => node.AskAsync("INFO", "errorstats")))).Should().OnlyContain(text => !text.Contains("NOPERM", StringComparison.Ordinal));

        foreach (string right in (string[])["-cluster|nodes", "-cluster|info", "-ping"])
        {
            await GrantAsync("+ping", "+cluster|info", "+cluster|nodes", right);
            await using var denied = Requirements.Of(RedisServers.UrlOf(cluster.All, "hc:acl"));
            await denied.ShouldBeAsync(primary: "access denied", all: "access denied", any: "access denied");
        }

        async Task GrantAsync(params string[] rights) =>
            await Task.WhenAll(cluster.All.Select(node => node.AskAsync(["ACL", "SETUSER", "hc", "reset", "on", ">acl", .. rights])));
    }

    [Theory]
    [InlineData("/0", null)]
    [InlineData("/1", "protocol error")]
    public async Task Check_DatabaseInTheUrl_CanOnlyBe0(string database, string? reason)
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync(ProbeConformance.Secret, withReplicas: false, Never);
        await using var hosts = Requirements.Of(RedisServers.UrlOf(cluster.All, path: database));

        await hosts.ShouldBeAsync(reason, reason, reason);
    }

    // Where a connection string maps commands itself, the driver has its own way with a cluster.
    [Fact]
    public async Task Check_ConnectionStringMapsCommands_IsFollowed()
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync(ProbeConformance.Secret, withReplicas: false, Never);
        await using var hosts = Requirements.Of($"127.0.0.1:{cluster.All[0].Port},password={ProbeConformance.Secret},$CONFIG=");
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await cluster.All[1].KillAsync();

        await hosts.ShouldBeAsync(primary: "connection refused", all: "connection refused", any: null);
    }
}
