using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Fleet.Tests.Leaks;

/// <summary>
/// After ten thousand checks of each probe the process holds as much as after the first thousand, whatever the server did,
/// and after the host's end as much as before it. Counts the whole process, so nothing else may run.
/// </summary>
[Trait("Servers", "Own")]
public sealed class TenThousandChecksTests
{
    // One check in a hundred that leaked would be 100; and 100 bytes of each check, a megabyte.
    private static readonly Held Noise = new(Handles: 20, Sockets: 20, Threads: 20, Timers: 20, Bytes: 1_000_000);

    // Handles of connections whose checks were cut a moment ago.
    private const int OnTheirWay = 2000;

    // Handles of a probe that connects anew while its last connections end, of which there may be three, with both ends in this process.
    private const int AtOnce = 6;

    public static TheoryData<string, Condition> Cases { get; } = new(
        from probe in Member.All.Keys
        from condition in Enum.GetValues<Condition>()
        where condition != Condition.Frozen || probe is "redis" or "postgresql" or "mysql" or "etcd" or "docker" // servers in processes of their own
        select (probe, condition));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Check_TenThousandTimes_LeavesNothing(string probe, Condition condition)
    {
        Member member = Member.All[probe];
        Plan plan = Plan.Of(probe, condition);
        await using var world = await World.OfAsync(member, condition, hangsOnConnecting: probe == "tcp");
        await using (var rehearsal = new Fleet(member, world.Port, plan))
        {
            await RunAsync(rehearsal, world, plan.Checks / 4); // fills the caches of the runtime and of the driver, which grow with use and end
        }

        Held before = Held.Now();
        await using (var fleet = new Fleet(member, world.Port, plan))
        {
            await RunAsync(fleet, world, plan.Checks / 10);
            world.Forget();
            Held warm = await SettledAsync(before.Handles + Noise.Handles + (2 * plan.Probes), plan);
            int ended = fleet.Runs.Ended;

            int peak = await RunAsync(fleet, world, plan.Checks);

            (fleet.Runs.Ended - ended).Should().BeGreaterThanOrEqualTo(plan.Checks);
            peak.Should().BeLessThanOrEqualTo(warm.Handles + Noise.Handles + (AtOnce * plan.Probes) + (plan.CutsOff ? OnTheirWay : 0), "the collector has nothing to close");
            await Held.ShouldBeNoMoreThanAsync(warm, NoiseOf(condition, plan), world.Forget);
            TestContext.Current.TestOutputHelper?.WriteLine($"{warm}, then {Held.Now()}; between rounds at most {peak} handles; {fleet.Told}");
            (fleet.Told.Healthy > 0).Should().Be(condition is Condition.Up or Condition.Frozen or Condition.Flapping);
            (fleet.Told.Unhealthy > 0).Should().Be(condition is not Condition.Up);
        }

        await Held.ShouldBeNoMoreThanAsync(before, Noise, world.Forget);
    }

    // Returns the most handles that it saw between two rounds.
    private static async Task<int> RunAsync(Fleet fleet, World world, int checks)
    {
        int peak = 0;
        for (int end = fleet.Runs.Ended + checks, round = 0; fleet.Runs.Ended < end; round++)
        {
            round.Should().BeLessThan(checks, "rounds are made of runs");
            await world.RoundAsync(fleet, round);
            peak = Math.Max(peak, round % 10 == 0 ? Held.HandlesNow : 0);
        }

        return peak;
    }

    // A connection that is there only after its check was cut is kept for the next one, as .NET's HTTP client does: one a probe, of
    // which both ends are this process's, with a timer.
    private static Held NoiseOf(Condition condition, Plan plan) => condition is Condition.Hanging or Condition.Flapping
        ? Noise with { Handles = Noise.Handles + (2 * plan.Probes), Sockets = Noise.Sockets + (2 * plan.Probes), Timers = Noise.Timers + plan.Probes }
        : Noise;

    // What checks that were cut have left to end by itself is no measure.
    private static async Task<Held> SettledAsync(int handles, Plan plan)
    {
        for (int look = 0; plan.CutsOff && look < 60 && Held.HandlesNow > handles; look++)
        {
            await Task.Delay(500);
        }

        return Held.Now();
    }
}
