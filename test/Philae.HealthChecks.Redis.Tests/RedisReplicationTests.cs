using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>A target that names a primary and its two replicas.</summary>
[Trait("Servers", "Own")]
public sealed class RedisReplicationTests : IAsyncLifetime
{
    private RedisReplication _servers = null!;

    public async ValueTask InitializeAsync() => _servers = await RedisReplication.StartAsync(ProbeConformance.Secret);

    public ValueTask DisposeAsync() => _servers.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Check_ServersGoDownAndComeBack_IsWhatTheOptionSays(int placeOfThePrimary)
    {
        List<RedisServer> order = [.. _servers.Replicas];
        order.Insert(placeOfThePrimary, _servers.Primary);
        await using var hosts = Requirements.Of(RedisServers.UrlOf(order));
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await _servers.Replicas[0].KillAsync();
        await hosts.ShouldBeAsync(primary: null, all: "connection refused", any: null);

        await _servers.Replicas[0].StartAsync();
        await _servers.FollowAsync();
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await _servers.Primary.KillAsync();
        await hosts.ShouldBeAsync(primary: "connection refused", all: "connection refused", any: null);

        await Task.WhenAll(_servers.Replicas.Select(replica => replica.KillAsync()));
        await hosts.ShouldBeAsync(primary: "connection refused", all: "connection refused", any: "connection refused");

        await Task.WhenAll(_servers.All.Select(server => server.StartAsync()));
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);
    }

    [Fact]
    public async Task Check_ReplicaIsPromoted_IsHealthyAgain()
    {
        await using var hosts = Requirements.Of(RedisServers.UrlOf(_servers.All));
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);
        await _servers.Primary.KillAsync();
        await hosts.ShouldBeAsync(primary: "connection refused", all: "connection refused", any: null);

        await _servers.Replicas[1].AskAsync("REPLICAOF", "NO", "ONE");

        await hosts.ShouldBeAsync(primary: null, all: "connection refused", any: null);
    }

    // The driver would remember it as the primary that it was when it connected.
    [Fact]
    public async Task Check_PrimaryIsDemotedOverAKeptConnection_IsUnavailable()
    {
        await using var hosts = Requirements.Of(RedisServers.UrlOf(_servers.All));
        await hosts.ShouldBeAsync(primary: null, all: null, any: null);

        await _servers.Primary.AskAsync("REPLICAOF", "127.0.0.1", $"{FreePort.Next()}");

        await hosts.ShouldBeAsync(primary: "unavailable", all: "unavailable", any: null);
    }

    [Fact]
    public async Task Check_NoneNamedIsThePrimary_IsHealthyForAnyAlone()
    {
        await using var hosts = Requirements.Of(RedisServers.UrlOf(_servers.Replicas));

        await hosts.ShouldBeAsync(primary: "unavailable", all: "unavailable", any: null);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(RedisRequirement.Any, null)]
    [InlineData(RedisRequirement.Primary, "unavailable")]
    [InlineData(RedisRequirement.All, "unavailable")]
    public async Task Check_OnlyServerNamedIsAReplica_IsHealthyUnlessAPrimaryIsAskedFor(RedisRequirement? require, string? reason)
    {
        string? found = await PatientHost.ReasonAsync(RedisServers.UrlOf(_servers.Replicas[0]), options => options.Require = require);

        found.Should().Be(reason is null ? null : PatientHost.Unable(reason));
    }

    [Fact]
    public async Task Check_ReplicasMayNotServeStaleData_IsHealthyForNobody()
    {
        await using var hosts = Requirements.Of(RedisServers.UrlOf(_servers.Replicas));
        await Task.WhenAll(_servers.Replicas.Select(replica => replica.AskAsync("CONFIG", "SET", "replica-serve-stale-data", "no")));
        await hosts.ShouldBeAsync(primary: "unavailable", all: "unavailable", any: null);

        await _servers.Primary.KillAsync();
        await Task.WhenAll(_servers.Replicas.Select(replica => Eventually.TrueAsync(
            async () => (await replica.AskAsync("PING")).StartsWith("MASTERDOWN", StringComparison.Ordinal))));

        await hosts.ShouldBeAsync(primary: "unavailable", all: "unavailable", any: "unavailable");
    }

    [Fact]
    public async Task Check_AReplicaHasAnotherPassword_IsAuthenticationFailedForAllAlone()
    {
        await _servers.Replicas[0].AskAsync("CONFIG", "SET", "requirepass", "another");
        await using var hosts = Requirements.Of(RedisServers.UrlOf(_servers.All));

        await hosts.ShouldBeAsync(primary: null, all: "authentication failed", any: null);
    }

    [Fact]
    public async Task Check_WrongPassword_IsAuthenticationFailed()
    {
        await using var hosts = Requirements.Of(RedisServers.UrlOf(_servers.All, ":wrong"));

        await hosts.ShouldBeAsync(primary: "authentication failed", all: "authentication failed", any: "authentication failed");
    }
}
