using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Fleet.Tests.Leaks;

/// <summary>
/// After ten thousand checks of each probe the process holds as much as after the first thousand, whatever the server did,
/// and after the host's end as much as before it. Counts the whole process, so nothing else may run.
/// </summary>
[Trait("Servers", "Own")]
public sealed class TenThousandChecksTests
{
    private const int Checks = 10_000;

    // One check in a hundred that leaked would be 100; and 100 bytes of each check, a megabyte.
    private static readonly Held Noise = new(Handles: 20, Sockets: 20, Threads: 20, Timers: 20, Bytes: 1_000_000);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(10);

    public static TheoryData<string, Condition> Cases { get; } = new(
        from probe in Member.All.Keys
        from condition in Enum.GetValues<Condition>()
        where condition != Condition.Frozen || probe is "redis" or "postgresql" or "mysql" or "mongodb" or "etcd" or "docker"
        select (probe, condition));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Check_TenThousandTimes_LeavesNothing(string probe, Condition condition)
    {
        Member member = Member.All[probe];
        if (Environment.GetEnvironmentVariable("ONLY") is { } only && !only.Split(',').Contains(probe)) { return; }
        await using var world = await World.OfAsync(member, condition, hangsOnConnecting: probe == "tcp");
        await using (Fleet rehearsal = Host())
        {
            await RoundsAsync(rehearsal, 5 * Size(condition));
        }

        Held before = Held.Now();
        await using (Fleet fleet = Host())
        {
            await RoundsAsync(fleet, Checks / 10);
            world.Forget();
            Held warm = Held.Now();
            int ended = fleet.Runs.Ended;

            int peak = await RoundsAsync(fleet, Checks);

            (fleet.Runs.Ended - ended).Should().BeGreaterThanOrEqualTo(Checks);
            await Held.ShouldBeNoMoreThanAsync(warm, NoiseOf(condition), world.Forget);
            TestContext.Current.TestOutputHelper?.WriteLine($"{probe} {condition}: {warm}; peak {peak}; {Held.Now()}; {fleet.Told}");
            ShouldHaveBeen(condition, fleet.Told);
        }

        await Held.ShouldBeNoMoreThanAsync(before, Noise, world.Forget);
        TestContext.Current.TestOutputHelper?.WriteLine($"before {before}; after {Held.Now()}");

        Fleet Host() => new(member, world.Port, Size(condition), condition switch
        {
            Condition.Hanging => Instant,
            Condition.Frozen => 2.5 * Instant,
            _ => Patience,
        });

        async Task<int> RoundsAsync(Fleet fleet, int checks)
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
    }

    // Where every round lasts as long as a deadline, fewer and larger ones.
    private static int Size(Condition condition) => condition is Condition.Hanging or Condition.Frozen ? 50 : 25;

    // A connection that is there only after its check was cut is kept for the next one, as .NET's HTTP client does: one a probe, of
    // which both ends are this process's; with a timer.
    private static Held NoiseOf(Condition condition) => condition is Condition.Hanging or Condition.Flapping
        ? Noise with { Handles = Noise.Handles + (2 * Size(condition)), Sockets = Noise.Sockets + (2 * Size(condition)), Timers = Noise.Timers + Size(condition) }
        : Noise;

    private static void ShouldHaveBeen(Condition condition, (int Healthy, int Unhealthy) told)
    {
        (told.Healthy > 0).Should().Be(condition is Condition.Up or Condition.Frozen or Condition.Flapping);
        (told.Unhealthy > 0).Should().Be(condition is not Condition.Up);
    }
}
