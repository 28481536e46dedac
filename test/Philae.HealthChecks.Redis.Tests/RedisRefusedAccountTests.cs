using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>Of several servers that fail, one refuses the account: that is told, wherever it stands.</summary>
[Trait("Servers", "Own")]
public sealed class RedisRefusedAccountTests : IAsyncLifetime
{
    private readonly string _down = $"127.0.0.1:{FreePort.Next()}";
    private RedisServer _refusing = null!;
    private RedisServer _denying = null!;

    public async ValueTask InitializeAsync()
    {
        _refusing = await RedisServers.StartAsync();
        _denying = await RedisServers.StartAsync();
        await _denying.AskAsync("ACL", "SETUSER", "hc", "on", ">acl", "+get");
    }

    public async ValueTask DisposeAsync()
    {
        await _refusing.DisposeAsync();
        await _denying.DisposeAsync();
    }

    [Theory]
    [InlineData("authentication failed", "down", "refusing")]
    [InlineData("authentication failed", "refusing", "down")]
    [InlineData("access denied", "down", "denying")]
    [InlineData("access denied", "denying", "down")]
    [InlineData("authentication failed", "down", "denying", "refusing")]
    [InlineData("authentication failed", "refusing", "denying", "down")]
    public async Task Check_AnAccountIsRefused_IsToldBeforeWhoIsDown(string reason, params string[] servers)
    {
        string named = string.Join(',', servers.Select(server => server switch
        {
            "refusing" => $"127.0.0.1:{_refusing.Port}",
            "denying" => $"127.0.0.1:{_denying.Port}",
            _ => _down,
        }));

        await using var hosts = Requirements.Of($"redis://hc:acl@{named}");

        await hosts.ShouldBeAsync(reason, reason, reason);
    }
}
