using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.Fleet.Tests.Leaks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Fleet.Tests.Faults;

/// <summary>What happens to real servers, the same for each of them. The clock of deadlines stands still until a test moves it.</summary>
[Trait("Servers", "Own")]
public sealed class ServerFaultTests
{
    private const string Late = "probe check failed: prober: context deadline exceeded";
    private static readonly TimeSpan Deadline = TimeSpan.FromHours(1);
    private readonly FakeTimeProvider _time = new();

    public static TheoryData<string> Servers { get; } = new("redis", "postgresql", "mysql", "etcd", "docker");

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Check_FrozenInMidLifeAndThawed_IsLateThenHealthyWithTheSameHost(string server)
    {
        await using WellServer well = await Member.All[server].StartAsync();
        await using ProbeHost host = Host(server, well.Port);
        (await ReasonAsync(host)).Should().BeNull();

        well.Freeze!();
        Task<string?> check = ReasonAsync(host);
        await Eventually.TrueAsync(() => ReceiveBuffers.HasUnread(well.Port));
        _time.Advance(Deadline);
        (await check).Should().Be(Late);
        well.Thaw!();

        await Eventually.BeAsync(() => ReasonAsync(host), null);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Check_KilledInTheMiddle_IsOneEntryWithAReasonThenHealthyOnceItIsBack(string server)
    {
        await using WellServer well = await Member.All[server].StartAsync();
        await using ProbeHost host = Host(server, well.Port);
        (await ReasonAsync(host)).Should().BeNull();

        well.Freeze!(); // so that the check is under way when it dies
        Task<string?> check = ReasonAsync(host);
        await Eventually.TrueAsync(() => ReceiveBuffers.HasUnread(well.Port));
        await ((LocalServer)well.Server).KillAsync();
        string? reason = await check;
        await ((LocalServer)well.Server).StartAsync();

        // A probe tries once more where a connection that it had kept breaks, and then nobody listens. HTTP/2 may break off within a frame.
        reason.Should().StartWith("probe check failed: ").And.MatchRegex(": (connection refused|unavailable|unexpected response|protocol error)$");
        await Eventually.BeAsync(() => ReasonAsync(host), null);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Check_BlackHole_IsLate(string server)
    {
        await using var hole = new BlackHole();
        await using ProbeHost host = Host(server, hole.Port);
        Task<string?> check = ReasonAsync(host);
        await hole.Reached;

        _time.Advance(Deadline);

        (await check).Should().Be(Late);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Check_OneByteASecond_IsLate(string server)
    {
        await using WellServer well = await Member.All[server].StartAsync();
        await using var drip = new DrippingRelay(well.Port);
        await using ProbeHost host = Host(server, drip.Port);
        Task<string?> check = ReasonAsync(host);
        await Eventually.TrueAsync(() => drip.Drops >= 2);
        check.IsCompleted.Should().BeFalse("the answer is still coming");

        _time.Advance(Deadline);

        (await check).Should().Be(Late);
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
