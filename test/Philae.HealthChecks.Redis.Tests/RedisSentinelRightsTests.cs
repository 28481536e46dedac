using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>Sentinel has passwords and accounts of its own.</summary>
[Trait("Servers", "Own")]
public sealed class RedisSentinelRightsTests : IAsyncLifetime
{
    private const string Path = $"/{RedisSentinelServer.Service}";
    private RedisReplication _servers = null!;

    public async ValueTask InitializeAsync()
    {
        _servers = await RedisReplication.StartAsync(ProbeConformance.Secret);
        await _servers.WatchAsync(sentinels: 2, ProbeConformance.Secret);
    }

    public ValueTask DisposeAsync() => _servers.DisposeAsync();

    [Theory]
    [InlineData("", "authentication failed")]
    [InlineData(",sentinelPassword=another", "authentication failed")]
    [InlineData($",sentinelPassword={ProbeConformance.Secret}", null)]
    public async Task Check_SentinelHasAPasswordOfItsOwn_NeedsIt(string sentinelPassword, string? reason)
    {
        await Task.WhenAll(_servers.All.Select(server => server.AskAsync("ACL", "SETUSER", "hc", "on", ">server", "+ping")));
        string target = $"127.0.0.1:{_servers.Sentinels[0].Port},serviceName={RedisSentinelServer.Service},sentinelUser=default,user=hc,password=server{sentinelPassword}";

        await using var hosts = Requirements.Of(target);

        await hosts.ShouldBeAsync(reason, reason, reason);
    }

    [Fact]
    public async Task Check_ServerRefusesThePassword_IsAuthenticationFailed()
    {
        string target = $"127.0.0.1:{_servers.Sentinels[0].Port},serviceName={RedisSentinelServer.Service},password=wrong,sentinelPassword={ProbeConformance.Secret}";

        (await PatientHost.ReasonAsync(target)).Should().Be(PatientHost.Unable("authentication failed"));
    }

    [Theory]
    [InlineData("password=wrong", ProbeConformance.Secret)]
    [InlineData($"password={ProbeConformance.Secret}", "wrong")]
    public async Task Check_PasswordIsRefusedAndOthersAreDown_IsAuthenticationFailed(string password, string ofSentinel)
    {
        await _servers.Replicas[0].KillAsync();
        string target = $"127.0.0.1:{FreePort.Next()},127.0.0.1:{_servers.Sentinels[0].Port},serviceName={RedisSentinelServer.Service},{password},sentinelPassword={ofSentinel}";

        await using var hosts = Requirements.Of(target);

        await hosts.ShouldBeAsync("authentication failed", "authentication failed", "authentication failed");
    }

    [Fact]
    public async Task Check_CredentialsOfSentinelAreConfigured_IsHealthy()
    {
        await _servers.Primary.AskAsync("ACL", "SETUSER", "hc", "on", ">server", "+ping");
        string url = RedisServers.UrlOf(_servers.Sentinels, "hc:server", "redis-sentinel", path: Path);

        string? reason = await PatientHost.ReasonAsync(url, options => options.ConfigureClient =
            client => (client.SentinelUser, client.SentinelPassword) = ("default", ProbeConformance.Secret));

        reason.Should().BeNull();
    }

    [Fact]
    public async Task Check_RightsAtSentinel_AreEnoughOrDenied()
    {
        const string Address = "+sentinel|get-master-addr-by-name";
        const string Replicas = "+sentinel|replicas";
        const string Denied = "access denied";
        await Task.WhenAll(_servers.All.Select(server => server.AskAsync("ACL", "SETUSER", "hc", "on", ">acl", "+ping")));

        await ShouldBeAsync("+ping", Address, Replicas, primary: null, others: null);
        await ShouldBeAsync("+ping", Address, "-@all", primary: Denied, others: Denied);
        await ShouldBeAsync("-@all", "+ping", Address, primary: null, others: Denied);
        await ShouldBeAsync("-@all", "+ping", Replicas, primary: Denied, others: Denied);
        await ShouldBeAsync("-@all", Address, Replicas, primary: Denied, others: Denied);

        async Task ShouldBeAsync(string first, string second, string third, string? primary, string? others)
        {
            await Task.WhenAll(_servers.Sentinels.Select(sentinel => sentinel.AskAsync("ACL", "SETUSER", "hc", "reset", "on", ">acl", first, second, third)));
            await using var hosts = Requirements.Of(RedisServers.UrlOf(_servers.Sentinels, "hc:acl", "redis-sentinel", path: Path));
            await hosts.ShouldBeAsync(primary, others, others);
        }
    }
}
