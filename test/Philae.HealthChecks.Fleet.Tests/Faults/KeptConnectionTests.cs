using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.Fleet.Tests.Leaks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Fleet.Tests.Faults;

/// <summary>
/// A connection that a probe kept from the last check is lost between two checks. The next check says how the server is now, not
/// how the connection was. The clock of deadlines stands still until a test moves it.
/// </summary>
[Trait("Servers", "Own")]
public sealed class KeptConnectionTests
{
    private const string Late = "probe check failed: prober: context deadline exceeded";
    private static readonly TimeSpan Deadline = TimeSpan.FromHours(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly string[] OwnProcesses = ["redis", "postgresql", "mysql", "etcd", "docker"];
    private static readonly string[] All = [.. OwnProcesses, "mongodb", "http", "swift"];

    private readonly FakeTimeProvider _time = new();

    public static TheoryData<string> Servers { get; } = new(OwnProcesses);

    public static TheoryData<string, Loss> Losses { get; } = new(
        from server in All
        from loss in Enum.GetValues<Loss>()
        where loss != Loss.Terminated || Termination.All.ContainsKey(server)
        where loss != Loss.Restarted || OwnProcesses.Contains(server)
        select (server, loss));

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Check_KeptConnectionWasLost_IsHealthyAtOnce(string server, Loss loss)
    {
        await using WellServer well = await Member.All[server].StartAsync();
        await using var relay = new Relay(well.Port);
        await using ProbeHost host = Host(server, relay.Port);
        (await ReasonAsync(host)).Should().BeNull();
        int before = relay.Accepted;
        await LoseAsync(server, loss, well, relay);
        relay.Forget();

        Task<string?> check = ReasonAsync(host);
        if (loss == Loss.Silent)
        {
            await relay.Sent.ReadAsync().AsTask().WaitAsync(Limit);

            // In small steps: the driver may set its timer only after it has sent.
            await Eventually.TrueAsync(() =>
            {
                _time.Advance(Deadline / 500);
                return check.IsCompleted || relay.Accepted > before;
            });
        }

        (await check.WaitAsync(Limit)).Should().BeNull();
        relay.Accepted.Should().BeGreaterThan(before, "a fresh connection decided");
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Check_ServerWasKilledBetweenChecks_GivesTheReasonOfAFreshConnection(string server)
    {
        await using WellServer well = await Member.All[server].StartAsync();
        await using ProbeHost host = Host(server, well.Port);
        (await ReasonAsync(host)).Should().BeNull();

        await ((LocalServer)well.Server).KillAsync();

        (await ReasonAsync(host).WaitAsync(Limit)).Should().EndWith(": connection refused");
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Check_ServerFrozenAndThawed_IsHealthyAtTheFirstCheckAfterwards(string server)
    {
        await using WellServer well = await Member.All[server].StartAsync();
        await using ProbeHost host = Host(server, well.Port);
        (await ReasonAsync(host)).Should().BeNull();

        await BeLateAsync(host, well, () => ReceiveBuffers.HasUnread(well.Port));
        well.Thaw!();

        (await ReasonAsync(host).WaitAsync(Limit)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Check_ServerFrozenBeforeTheFirstCheckAndThawed_IsHealthyAtTheFirstCheckAfterwards(string server)
    {
        await using WellServer well = await Member.All[server].StartAsync();
        await using ProbeHost host = Host(server, well.Port);

        await BeLateAsync(host, well, () => ClientSockets.Count(new(IPAddress.Loopback, well.Port), ClientSockets.Connected) > 0);
        well.Thaw!();

        (await ReasonAsync(host).WaitAsync(Limit)).Should().BeNull();
    }

    [Theory]
    [InlineData("postgresql")]
    [InlineData("mysql")]
    public async Task Check_LoginOutlastsItsCheck_IsKeptForTheNextOne(string server)
    {
        await using WellServer well = await Member.All[server].StartAsync();
        await using var relay = new Relay(well.Port);
        await using ProbeHost host = Host(server, relay.Port);
        relay.Hold();
        Task<string?> check = ReasonAsync(host);
        await relay.Sent.ReadAsync().AsTask().WaitAsync(Limit);
        _time.Advance(Deadline);
        (await check).Should().Be(Late);

        relay.Release();

        await Eventually.TrueAsync(async () => await ReasonAsync(host) is null); // the late check may have to end first
        relay.Accepted.Should().Be(1);
    }

    // Returns when the abandoned check has ended by itself, while the server is still frozen: until then no other would begin.
    private async Task BeLateAsync(ProbeHost host, WellServer well, Func<bool> isUnderWay)
    {
        well.Freeze!();
        Task<string?> check = ReasonAsync(host);
        await Eventually.TrueAsync(isUnderWay);
        _time.Advance(Deadline);
        (await check).Should().Be(Late);
        await Eventually.TrueAsync(() => host.Log.ToString().Contains("has ended after", StringComparison.Ordinal));
    }

    private static async Task LoseAsync(string server, Loss loss, WellServer well, Relay relay)
    {
        switch (loss)
        {
            case Loss.Restarted:
                var local = (LocalServer)well.Server;
                await local.StopAsync();
                await local.StartAsync();
                break;
            case Loss.Terminated:
                await Termination.All[server](well.Port);
                break;
            case Loss.Reset:
                relay.Reset();
                break;
            case Loss.Closed:
                relay.Break();
                break;
            case Loss.ClosedWhenAsked:
                relay.HangUpWhenAsked();
                break;
            case Loss.Silent:
                relay.Silence();
                break;
        }
    }

    private static async Task<string?> ReasonAsync(ProbeHost host) => ProbeHost.Reason(await host.Prober.CheckAsync());

    private ProbeHost Host(string server, int port) => new(
        checks =>
        {
            checks.Services.Configure<PhilaeOptions>(options => options.Deadline = Deadline);
            Member.All[server].Add(checks, port, server, Deadline);
        },
        _time);
}
