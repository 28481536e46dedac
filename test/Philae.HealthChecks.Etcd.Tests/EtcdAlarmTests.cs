using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Etcd.Tests;

/// <summary>An etcd that answers reads and cannot be used.</summary>
[Trait("Servers", "Own")]
public sealed class EtcdAlarmTests : IAsyncLifetime
{
    private const string Unavailable = "probe check failed: Unable to contact server: unavailable";

    private readonly EtcdServer _server = new();

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        await _server.AddUserAsync("probe", ProbeConformance.Secret, key: "philae");
        await _server.EnableUsersAsync("r00t");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("NOSPACE")]
    [InlineData("CORRUPT")]
    public async Task Check_Alarm_IsUnavailableUntilItIsDisarmed(string alarm)
    {
        await using ProbeHost host = EtcdTestExtensions.Host(_server.Url());
        (await host.ReasonAsync()).Should().BeNull();

        await _server.AskAsync("/v3/maintenance/alarm", new { action = "ACTIVATE", alarm });
        (await host.ReasonAsync()).Should().Be(Unavailable);

        await _server.AskAsync("/v3/maintenance/alarm", new { action = "DEACTIVATE", alarm });
        (await host.ReasonAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_ManyTimes_WritesNothingToTheLogOfTheCluster()
    {
        await using ProbeHost host = EtcdTestExtensions.Host(_server.Url());
        (await host.ReasonAsync()).Should().BeNull();
        string before = await RaftIndexAsync();

        for (int i = 0; i < 10; i++)
        {
            (await host.ReasonAsync()).Should().BeNull();
        }

        int logins = 1;
        (await RaftIndexAsync()).Should().Be($"{int.Parse(before, null) + logins}", "the administrator's login is an entry");
    }

    private async Task<string> RaftIndexAsync() => (string)(await _server.AskAsync("/v3/maintenance/status"))["raftIndex"]!;
}
