using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>An application's client of several servers: the option means the same. When it has lost a server is for the client to find out.</summary>
[Trait("Servers", "Own")]
public sealed class RedisSharedTopologyTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task Check_ServersOfAReplicationGoDown_IsWhatTheOptionSays()
    {
        await using RedisReplication servers = await RedisReplication.StartAsync(ProbeConformance.Secret);
        await using ConnectionMultiplexer client = await ConnectAsync(servers.All);
        await using Requirements hosts = Of(client);
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await servers.Replicas[0].KillAsync();
        await LostAsync(client, servers.Replicas[0]);
        await hosts.ShouldBeAsync(primary: null, all: "unavailable", any: null);

        await servers.Primary.KillAsync();
        await LostAsync(client, servers.Primary);
        await hosts.ShouldBeAsync(primary: "unavailable", all: "unavailable", any: null);

        await servers.Replicas[1].AskAsync("REPLICAOF", "NO", "ONE");
        await hosts.ShouldBeAsync(primary: null, all: "unavailable", any: null);

        await servers.Replicas[1].KillAsync();
        await LostAsync(client, servers.Replicas[1]);
        await hosts.ShouldBeAsync(primary: "unavailable", all: "unavailable", any: "unavailable");

        await servers.Primary.StartAsync();
        await Eventually.TrueAsync(async () => await hosts[RedisRequirement.Primary].ReasonAsync() is null);
        await hosts.ShouldBeAsync(primary: null, all: "unavailable", any: null);
    }

    [Fact]
    public async Task Check_ClientFollowsSentinel_IsHealthyAgainAfterTheFailOver()
    {
        await using RedisReplication servers = await RedisReplication.StartAsync(ProbeConformance.Secret);
        await servers.WatchAsync(sentinels: 1);
        await using ConnectionMultiplexer client = await ConnectAsync(servers.Sentinels, $",serviceName={RedisSentinelServer.Service}");
        await using Requirements hosts = Of(client);
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await servers.Primary.KillAsync();
        await LostAsync(client, servers.Primary);
        await hosts.ShouldBeAsync(primary: "unavailable", all: "unavailable", any: null);

        await Eventually.TrueAsync(async () => await hosts[RedisRequirement.Primary].ReasonAsync() is null);
    }

    [Fact]
    public async Task Check_ClientsOfAClusterWithAndWithoutTheRightToAskIt_AreWhatTheOptionSays()
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync(ProbeConformance.Secret, withReplicas: true, TimeSpan.FromMinutes(10));
        await using ConnectionMultiplexer admin = await ConnectAsync(cluster.All.Take(2), ",allowAdmin=true");
        await using ConnectionMultiplexer plain = await ConnectAsync(cluster.All.Take(2));
        ConnectionMultiplexer[] clients = [admin, plain];
        await Eventually.TrueAsync(() => clients.All(client => client.GetServers().Count(known => known.IsConnected) == cluster.All.Count));
        await using Requirements askers = Of(admin);
        await using Requirements others = Of(plain);
        await ShouldBeAsync(primary: null, all: null, any: null);

        await LoseAsync(cluster.Replicas[2]);
        await ShouldBeAsync(primary: null, all: "unavailable", any: null);

        await LoseAsync(cluster.Primaries[2]);
        await ShouldBeAsync(primary: "unavailable", all: "unavailable", any: null);

        async Task ShouldBeAsync(string? primary, string? all, string? any)
        {
            await askers.ShouldBeAsync(primary, all, any);
            await others.ShouldBeAsync(primary, all, any);
        }

        async Task LoseAsync(RedisServer node)
        {
            await node.KillAsync();
            await Task.WhenAll(clients.Select(client => LostAsync(client, node)));
        }
    }

    [Fact]
    public async Task Check_ClusterIsDown_IsSeenByAClientThatMayAsk()
    {
        await using RedisCluster cluster = await RedisCluster.StartAsync(ProbeConformance.Secret, withReplicas: false, Soon);
        await using ConnectionMultiplexer client = await ConnectAsync(cluster.All.Take(1), ",allowAdmin=true");
        await using Requirements hosts = Of(client);
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await cluster.All[2].KillAsync();
        await RedisCluster.DownAsync(cluster.All[0]);

        await hosts.ShouldBeAsync(primary: "unavailable", all: "unavailable", any: "unavailable");
    }

    [Fact]
    public async Task Check_OnlyServerIsAReplica_IsHealthyUnlessAPrimaryIsAskedFor()
    {
        await using RedisReplication servers = await RedisReplication.StartAsync(ProbeConformance.Secret);
        await using ConnectionMultiplexer client = await ConnectAsync(servers.Replicas.Take(1));
        await using ProbeHost byDefault = Host(client, null);
        await using ProbeHost strict = Host(client, RedisRequirement.Primary);

        (await byDefault.ReasonAsync()).Should().BeNull();
        (await strict.ReasonAsync()).Should().Be(PatientHost.Unable("unavailable"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_RequirementIsNone_NamesProbeAndOption(bool shared)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        _ = shared
            ? builder.Services.AddHealthChecks().AddPhilaeRedis(_ => null!, name: "cache", configure: options => options.Require = (RedisRequirement)7)
            : builder.Services.AddHealthChecks().AddPhilaeRedis("cache:6379", name: "cache", configure: options => options.Require = (RedisRequirement)7);
        using IHost host = builder.Build();

        (await host.Invoking(application => application.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .WithMessage("cache.Require: 7 is none of Primary, All, Any.");
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(IEnumerable<RedisServer> servers, string more = "") => ConnectionMultiplexer.ConnectAsync(
        $"{string.Join(',', servers.Select(server => $"127.0.0.1:{server.Port}"))},password={ProbeConformance.Secret},abortConnect=false{more}");

    private static Requirements Of(ConnectionMultiplexer client) => new(require => Host(client, require));

    private static ProbeHost Host(ConnectionMultiplexer client, RedisRequirement? require) =>
        PatientHost.Of(builder => builder.AddPhilaeRedis(_ => client, configure: options => options.Require = require));

    private static Task LostAsync(ConnectionMultiplexer client, RedisServer server) =>
        Eventually.TrueAsync(() => client.GetServers().All(known => !known.IsConnected || !known.EndPoint.ToString()!.EndsWith($":{server.Port}", StringComparison.Ordinal)));
}
