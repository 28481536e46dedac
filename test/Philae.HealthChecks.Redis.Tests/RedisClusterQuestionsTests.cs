using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>What a cluster is asked, and by whom. Its nodes stay up, so the tests share one, and leave it as it was.</summary>
[Trait("Servers", "Own")]
public sealed class RedisClusterQuestionsTests(RedisClusterQuestionsTests.Nodes nodes) : IClassFixture<RedisClusterQuestionsTests.Nodes>
{
    private readonly RedisCluster _cluster = nodes.Cluster;

    [Fact]
    public async Task Check_Often_KeepsOneConnectionToEachAndSendsWhatIsDocumented()
    {
        await using ProbeHost host = PatientHost.Of(RedisServers.UrlOf(_cluster.All.Take(1)));
        (await host.ReasonAsync()).Should().BeNull();
        foreach (RedisServer node in _cluster.All)
        {
            await node.AskAsync("CONFIG", "RESETSTAT");
        }

        for (int check = 0; check < 20; check++)
        {
            (await host.ReasonAsync()).Should().BeNull();
        }

        string[] stats = await Task.WhenAll(_cluster.All.Select(node => node.AskAsync("INFO", "everything")));
        stats.Should().OnlyContain(text => text.Contains("total_connections_received:1\r\n", StringComparison.Ordinal), "that is the question's own");
        stats[0].Should().Contain("cmdstat_cluster|info:calls=40,").And.Contain("cmdstat_cluster|nodes:calls=20,").And.Contain("cmdstat_ping:calls=40,");
        stats[1..].Should().OnlyContain(text => text.Contains("cmdstat_cluster|info:calls=20,", StringComparison.Ordinal)
            && !text.Contains("cmdstat_cluster|nodes", StringComparison.Ordinal) && text.Contains("cmdstat_ping:calls=20,", StringComparison.Ordinal));
    }

    // A cluster may be told to serve what it has; then its state says nothing of the slots that it has not.
    [Fact]
    public async Task Check_SlotIsNotServed_IsUnavailable()
    {
        await using var hosts = Requirements.Of(RedisServers.UrlOf(_cluster.All.Take(1)));
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await _cluster.All[0].AskAsync("CLUSTER", "DELSLOTS", "5");
        await hosts.ShouldBeAsync(primary: "unavailable", all: "unavailable", any: null);

        await _cluster.All[0].AskAsync("CLUSTER", "ADDSLOTS", "5");
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);
    }

    // Its cluster is up all the while. Each twice: over the connection that was there, and over a new one.
    [Fact]
    public async Task Check_APrimaryRefusesPing_IsUnavailable()
    {
        RedisServer refusing = _cluster.All[1];
        await using var byAnother = Requirements.Of(RedisServers.UrlOf(_cluster.All.Take(1)));
        await using var byIt = Requirements.Of(RedisServers.UrlOf([refusing]));
        await ShouldBeAsync(null);

        // A folder, so saving fails.
        await refusing.AskAsync("CONFIG", "SET", "dbfilename", "..", "save", "60 1");
        await SaveAsync("MISCONF");
        await ShouldBeAsync("unavailable");
        await ShouldBeAsync("unavailable");

        await refusing.AskAsync("CONFIG", "SET", "dbfilename", "dump.rdb");
        await SaveAsync("PONG");
        await refusing.AskAsync("CONFIG", "SET", "save", "");
        await ShouldBeAsync(null);

        async Task SaveAsync(string answer)
        {
            await refusing.AskAsync("BGSAVE");
            await Eventually.TrueAsync(async () => (await refusing.AskAsync("PING")).StartsWith(answer, StringComparison.Ordinal));
        }

        async Task ShouldBeAsync(string? reason)
        {
            await byAnother.ShouldBeAsync(primary: reason, all: reason, any: null);
            await byIt.ShouldBeAsync(primary: reason, all: reason, any: reason);
        }
    }

    [Fact]
    public async Task Check_WrongPassword_IsAuthenticationFailed()
    {
        await using var hosts = Requirements.Of(RedisServers.UrlOf(_cluster.All, ":wrong"));
        await hosts.ShouldBeAsync(primary: "authentication failed", all: "authentication failed", any: "authentication failed");

        await GrantAsync("+@all");
        await _cluster.All[2].AskAsync("ACL", "SETUSER", "hc", "resetpass", ">another");
        await using var others = Requirements.Of(RedisServers.UrlOf(_cluster.All.Take(1), "hc:acl"));
        await others.ShouldBeAsync(primary: "authentication failed", all: "authentication failed", any: null);
    }

    [Fact]
    public async Task Check_RightsAreTheDocumented_IsHealthyAndDeniedWithFewer()
    {
        await Task.WhenAll(_cluster.All.Select(node => node.AskAsync("CONFIG", "RESETSTAT")));
        await GrantAsync("+ping", "+cluster|info", "+cluster|nodes");
        await using var hosts = Requirements.Of(RedisServers.UrlOf(_cluster.All, "hc:acl"));
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);
        (await Task.WhenAll(_cluster.All.Select(node => node.AskAsync("INFO", "errorstats")))).Should().OnlyContain(text => !text.Contains("NOPERM", StringComparison.Ordinal));

        foreach (string right in (string[])["-cluster|nodes", "-cluster|info", "-ping"])
        {
            await GrantAsync("+ping", "+cluster|info", "+cluster|nodes", right);
            await using var denied = Requirements.Of(RedisServers.UrlOf(_cluster.All, "hc:acl"));
            await denied.ShouldBeAsync(primary: "access denied", all: "access denied", any: "access denied");
        }
    }

    [Theory]
    [InlineData("/0", null)]
    [InlineData("/1", "protocol error")]
    public async Task Check_DatabaseInTheUrl_CanOnlyBe0(string database, string? reason)
    {
        await using var hosts = Requirements.Of(RedisServers.UrlOf(_cluster.All, path: database));

        await hosts.ShouldBeAsync(reason, reason, reason);
    }

    private Task<string[]> GrantAsync(params string[] rights) =>
        Task.WhenAll(_cluster.All.Select(node => node.AskAsync(["ACL", "SETUSER", "hc", "reset", "on", ">acl", .. rights])));

    public sealed class Nodes : IAsyncLifetime
    {
        public RedisCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Cluster = await RedisCluster.StartAsync(
            ProbeConformance.Secret, withReplicas: false, TimeSpan.FromMinutes(10), "--cluster-require-full-coverage", "no", "--enable-protected-configs", "yes");

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
