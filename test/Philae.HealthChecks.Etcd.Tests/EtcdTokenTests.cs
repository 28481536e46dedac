using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Etcd.Tests;

/// <summary>A token ends with its age, with its server and with what the administrator does: no reason for an alarm.</summary>
[Trait("Servers", "Own")]
public sealed class EtcdTokenTests : IAsyncLifetime
{
    private const string Failed = "probe check failed: Unable to contact server: authentication failed";

    private readonly EtcdServer _server = new();

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        await _server.AddUserAsync("probe", ProbeConformance.Secret, key: "philae");
        await _server.EnableUsersAsync("r00t");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Check_ManyTimes_LogsInOnce()
    {
        await using ProbeHost host = EtcdTestExtensions.Host(_server.Url());
        (await host.ReasonAsync()).Should().BeNull();
        int logins = await _server.CallsAsync("Authenticate");
        int reads = await _server.CallsAsync("Range");

        for (int i = 0; i < 20; i++)
        {
            (await host.ReasonAsync()).Should().BeNull();
        }

        (await _server.CallsAsync("Authenticate")).Should().Be(logins);
        (await _server.CallsAsync("Range")).Should().Be(reads + 20);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_ServerRestarted_LogsInAgain(bool kill)
    {
        await using ProbeHost host = EtcdTestExtensions.Host(_server.Url());
        (await host.ReasonAsync()).Should().BeNull();

        await (kill ? _server.KillAsync() : _server.StopAsync());
        await _server.StartAsync();

        (await host.ReasonAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_TokenRevoked_LogsInAgain()
    {
        await using ProbeHost host = EtcdTestExtensions.Host(_server.Url());
        (await host.ReasonAsync()).Should().BeNull();
        int logins = await _server.CallsAsync("Authenticate");

        await _server.AskAsync("/v3/auth/user/changepw", new { name = "probe", password = ProbeConformance.Secret });

        (await host.ReasonAsync()).Should().BeNull();
        (await _server.CallsAsync("Authenticate")).Should().Be(logins + 2, "the administrator logs in, too");
    }

    [Fact]
    public async Task Check_PasswordChanged_IsAuthenticationFailedUntilItIsBack()
    {
        await using ProbeHost host = EtcdTestExtensions.Host(_server.Url());
        (await host.ReasonAsync()).Should().BeNull();

        await _server.AskAsync("/v3/auth/user/changepw", new { name = "probe", password = "new" });
        (await host.ReasonAsync()).Should().Be(Failed);

        await _server.AskAsync("/v3/auth/user/changepw", new { name = "probe", password = ProbeConformance.Secret });
        (await host.ReasonAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_RightTakenAway_IsAccessDeniedUntilItIsBack()
    {
        await using ProbeHost host = EtcdTestExtensions.Host(_server.Url());
        (await host.ReasonAsync()).Should().BeNull();

        await _server.AskAsync("/v3/auth/user/revoke", new { name = "probe", role = "probe" });
        (await host.ReasonAsync()).Should().Be("probe check failed: Unable to contact server: access denied");

        await _server.AskAsync("/v3/auth/user/grant", new { user = "probe", role = "probe" });
        (await host.ReasonAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_UsersSwitchedOffAndOn_IsHealthyThroughout()
    {
        await using ProbeHost host = EtcdTestExtensions.Host(_server.Url());
        (await host.ReasonAsync()).Should().BeNull();

        await _server.DisableUsersAsync();
        (await host.ReasonAsync()).Should().BeNull();
        (await host.ReasonAsync()).Should().BeNull();

        await _server.AskAsync("/v3/auth/enable");
        (await host.ReasonAsync()).Should().BeNull();
    }
}
