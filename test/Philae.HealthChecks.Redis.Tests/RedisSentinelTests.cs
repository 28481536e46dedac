using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>A primary and two replicas that two Sentinels watch.</summary>
[Trait("Servers", "Own")]
public sealed class RedisSentinelTests : IAsyncLifetime
{
    private const string Path = $"/{RedisSentinelServer.Service}";
    private RedisReplication _servers = null!;

    public async ValueTask InitializeAsync()
    {
        _servers = await RedisReplication.StartAsync(ProbeConformance.Secret);
        await _servers.WatchAsync(sentinels: 2, ProbeConformance.Secret);
    }

    public ValueTask DisposeAsync() => _servers.DisposeAsync();

    [Fact]
    public async Task Check_PrimaryIsLost_IsHealthyAgainOnceAReplicaIsPromoted()
    {
        await using var hosts = Requirements.Of(Url());
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await _servers.Primary.KillAsync();
        await hosts.ShouldBeAsync(primary: "connection refused", all: "connection refused", any: null);

        // A Sentinel names the new primary a moment before it counts the old one among the replicas, and before the other does.
        await hosts.ShouldBecomeAsync(primary: null, all: "connection refused", any: null);

        await _servers.Primary.StartAsync();
        await hosts.ShouldBecomeAsync(primary: null, all: null, any: null);
        await Eventually.TrueAsync(async () => (await _servers.Primary.AskAsync("INFO", "replication")).Contains("role:slave", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_SentinelIsNamedAsAServer_IsUnexpectedResponse()
    {
        const string Unexpected = "unexpected response";
        await using var one = Requirements.Of(RedisServers.UrlOf(_servers.Sentinels.Take(1)));
        await using var both = Requirements.Of(RedisServers.UrlOf(_servers.Sentinels));
        await using var beside = Requirements.Of(RedisServers.UrlOf([_servers.Sentinels[0], _servers.Primary]));

        await one.ShouldBeAsync(Unexpected, Unexpected, Unexpected);
        await both.ShouldBeAsync(Unexpected, Unexpected, Unexpected);
        await beside.ShouldBeAsync(primary: null, all: Unexpected, any: null);
    }

    [Fact]
    public async Task Check_AReplicaIsDown_IsUnhealthyForAllAlone()
    {
        await using var hosts = Requirements.Of(Url());
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await _servers.Replicas[0].KillAsync();

        await hosts.ShouldBeAsync(primary: null, all: "connection refused", any: null);
    }

    // No fail-over happens behind Sentinel's back: it makes the server a primary again after some seconds.
    [Fact]
    public async Task Check_PrimaryIsDemoted_IsUnavailable()
    {
        await using var hosts = Requirements.Of(Url());
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await _servers.Primary.AskAsync("REPLICAOF", "127.0.0.1", $"{_servers.Replicas[0].Port}");

        await hosts.ShouldBeAsync(primary: "unavailable", all: "unavailable", any: null);
    }

    [Fact]
    public async Task Check_OneSentinelAnswers_IsHealthyAndUnhealthyWhenNoneDoes()
    {
        await using var hole = new BlackHole();
        await using var hosts = Requirements.Of(
            $"redis-sentinel://:{ProbeConformance.Secret}@127.0.0.1:{hole.Port},127.0.0.1:{_servers.Sentinels[0].Port},127.0.0.1:{_servers.Sentinels[1].Port}{Path}");
        await using var without = Requirements.Of(Url());

        await _servers.Sentinels[0].KillAsync();
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await _servers.Sentinels[1].KillAsync();
        await without.ShouldBeAsync(primary: "connection refused", all: "connection refused", any: "connection refused");

        await _servers.Sentinels[1].StartAsync();
        await without.ShouldBeAsync(primary: null, all: null, any: null);
    }

    // Ten times, as either may answer first.
    [Fact]
    public async Task Check_SentinelsDisagree_IsHealthyWhereOneLeadsToServersThatAre()
    {
        RedisSentinelServer wrong = _servers.Sentinels[1];
        await wrong.AskAsync("SENTINEL", "REMOVE", RedisSentinelServer.Service);
        await wrong.AskAsync("SENTINEL", "MONITOR", RedisSentinelServer.Service, "127.0.0.1", $"{FreePort.Next()}", "2");
        await using var hosts = Requirements.Of(Url());

        for (int time = 0; time < 10; time++)
        {
            await hosts.ShouldBeAsync(primary: null, all: null, any: null);
        }
    }

    [Fact]
    public async Task Check_ServiceIsUnknown_IsNotFound()
    {
        await using var hosts = Requirements.Of(RedisServers.UrlOf(_servers.Sentinels, scheme: "redis-sentinel", path: "/another"));

        await hosts.ShouldBeAsync(primary: "not found", all: "not found", any: "not found");
    }

    [Fact]
    public async Task Check_DatabaseInTheUrl_IsSelectedAtThePrimary()
    {
        await using ProbeHost host = PatientHost.Of(Url() + "/3");
        await using RedisControl control = await RedisControl.OfAsync(_servers.Primary);

        (await host.ReasonAsync()).Should().BeNull();

        (await control.OthersAsync()).Should().ContainSingle(line => line.Contains(" db=3 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_Often_KeepsOneConnectionToThePrimaryAlone()
    {
        await using ProbeHost host = PatientHost.Of(Url());
        (await host.ReasonAsync()).Should().BeNull();
        RedisControl[] controls = await Task.WhenAll(_servers.All.Select(RedisControl.OfAsync));
        foreach (RedisControl control in controls)
        {
            await control.AskAsync("CONFIG", "RESETSTAT");
        }

        for (int check = 0; check < 50; check++)
        {
            (await host.ReasonAsync()).Should().BeNull();
        }

        foreach (RedisControl control in controls)
        {
            // Sentinel pings too, every half second.
            (await control.PingsAsync() >= 50).Should().Be(control == controls[0]);
            (await control.AcceptedAsync()).Should().BeLessThan(20, "Sentinels may come anew");
            await control.DisposeAsync();
        }
    }

    [Fact]
    public async Task Dispose_AfterACheck_ClosesEveryConnection()
    {
        await Task.WhenAll(((RedisServer[])[.. _servers.All, .. _servers.Sentinels]).Select(server => server.AskAsync("ACL", "SETUSER", "hc", "on", ">acl", "+@all")));
        ProbeHost host = PatientHost.Of(RedisServers.UrlOf(_servers.Sentinels, "hc:acl", "redis-sentinel", path: Path), options => options.Require = RedisRequirement.All);
        (await host.ReasonAsync()).Should().BeNull();
        (await ClientsAsync(_servers.Replicas[1])).Should().Contain("user=hc");

        await host.DisposeAsync();

        foreach (RedisServer server in (RedisServer[])[.. _servers.All, .. _servers.Sentinels])
        {
            await Eventually.TrueAsync(async () => !(await ClientsAsync(server)).Contains("user=hc", StringComparison.Ordinal));
        }
    }

    private static Task<string> ClientsAsync(RedisServer server) => server.AskAsync("CLIENT", "LIST");

    private string Url() => RedisServers.UrlOf(_servers.Sentinels, scheme: "redis-sentinel", path: Path);
}
