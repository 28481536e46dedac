using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>Three primaries, each with a replica.</summary>
[Trait("Servers", "Own")]
public sealed class RedisClusterReplicaTests : IAsyncLifetime
{
    private const string OfTheProbe = " user=hc ";
    private RedisCluster _cluster = null!;

    public async ValueTask InitializeAsync() =>
        _cluster = await RedisCluster.StartAsync(ProbeConformance.Secret, withReplicas: true, TimeSpan.FromSeconds(1));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Check_AReplicaIsLost_IsUnhealthyForAllAloneUntilItIsForgotten()
    {
        await using var hosts = Requirements.Of(RedisServers.UrlOf(_cluster.Primaries));
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        string lost = (await _cluster.Replicas[0].AskAsync("CLUSTER", "MYID")).Trim();
        await _cluster.Replicas[0].KillAsync();
        await hosts.ShouldBeAsync(primary: null, all: "connection refused", any: null);

        await Task.WhenAll(_cluster.All.Except([_cluster.Replicas[0]]).Select(node => node.AskAsync("CLUSTER", "FORGET", lost)));
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);
    }

    [Fact]
    public async Task Check_APrimaryIsLost_IsHealthyAgainOnceItsReplicaIsPromoted()
    {
        await using var hosts = Requirements.Of(RedisServers.UrlOf(_cluster.All.Skip(1)));
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await _cluster.Primaries[0].KillAsync();
        (await hosts[RedisRequirement.Primary].ReasonAsync()).Should().NotBeNull();

        // The last node hears a moment later that the cluster is up again.
        await hosts.ShouldBecomeAsync(primary: null, all: "connection refused", any: null);
        (await _cluster.Replicas[0].AskAsync("INFO", "replication")).Should().Contain("role:master");

        await _cluster.Primaries[0].StartAsync();
        await hosts.ShouldBecomeAsync(primary: null, all: null, any: null);
    }

    [Fact]
    public async Task Check_ANodeIsForgotten_IsLetGo()
    {
        RedisServer replica = _cluster.Replicas[0];
        await Task.WhenAll(_cluster.All.Select(node => node.AskAsync("ACL", "SETUSER", "hc", "on", ">acl", "+@all")));
        await using ProbeHost host = PatientHost.Of(RedisServers.UrlOf(_cluster.Primaries, "hc:acl"), options => options.Require = RedisRequirement.All);
        (await host.ReasonAsync()).Should().BeNull();
        (await ClientsAsync()).Should().Contain(OfTheProbe);

        // It stays up, so nobody but the probe would close the connection.
        string forgotten = (await replica.AskAsync("CLUSTER", "MYID")).Trim();
        await replica.AskAsync("CLUSTER", "RESET", "SOFT");
        await Task.WhenAll(_cluster.All.Except([replica]).Select(node => node.AskAsync("CLUSTER", "FORGET", forgotten)));
        (await host.ReasonAsync()).Should().BeNull();

        await Eventually.TrueAsync(async () => !(await ClientsAsync()).Contains(OfTheProbe, StringComparison.Ordinal));

        Task<string> ClientsAsync() => replica.AskAsync("CLIENT", "LIST");
    }
}
