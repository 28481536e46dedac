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
            await RunAsync(rehearsal, world, plan.Probes);
        }

        Held before = await SettledAsync(probe, condition);
        await using (var fleet = new Fleet(member, world.Port, plan))
        {
            await RunAsync(fleet, world, plan.Checks / 10);
            world.Forget();
            Held warm = await SettledAsync(probe, condition);
            int ended = fleet.Runs.Ended;

            int peak = await RunAsync(fleet, world, plan.Checks);

            (fleet.Runs.Ended - ended).Should().BeGreaterThanOrEqualTo(plan.Checks);
            if (!EndsLate(probe, condition))
            {
                peak.Should().BeLessThanOrEqualTo(warm.Handles + Noise.Handles + (2 * plan.Probes), "the collector has nothing to close");
            }

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

    // Redis's driver cannot be told to stop connecting: what it has begun ends at its own limit, seconds after the check was cut.
    // A thousand checks in a second pile that up; it has to be gone before anything can be compared.
    private static bool EndsLate(string probe, Condition condition) => probe == "redis" && condition is Condition.Hanging or Condition.Frozen;

    private static async Task<Held> SettledAsync(string probe, Condition condition)
    {
        if (EndsLate(probe, condition))
        {
            for ((int lowest, int looks) = (int.MaxValue, 0); looks < 12; looks++)
            {
                int now = Held.HandlesNow + (int)Timer.ActiveCount;
                (lowest, looks) = now < lowest ? (now, 0) : (lowest, looks);
                await Task.Delay(500);
            }
        }

        return Held.Now();
    }
}
