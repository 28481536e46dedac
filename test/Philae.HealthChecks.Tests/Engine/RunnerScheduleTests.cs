using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>
/// The runner under interleavings that a seed decides: two callers, one who ends checks and moves the clock, and perhaps one who disposes.
/// Single flight, deadline, quarantine, freshness, disposal, changes of state in order. <c>PHILAE_TEST_SCHEDULES</c>: how many.
/// </summary>
public sealed class RunnerScheduleTests
{
    private static readonly int Schedules = int.TryParse(Environment.GetEnvironmentVariable("PHILAE_TEST_SCHEDULES"), out int number) ? number : 100_000;

    [Fact]
    public async Task Runner_AnyInterleaving_KeepsItsPromises()
    {
        using var schedule = new Schedule(threads: 4);
        await using var keeping = new Application(RunnerWorld.MaxAge, failureThreshold: 1);
        await using var counting = new Application(TimeSpan.Zero, failureThreshold: 2);
        var faults = new List<string>();
        for (int seed = 0; seed < Schedules && faults.Count < 5; seed++)
        {
            if (Fault(schedule, seed % 2 == 0 ? keeping : counting, seed) is { } fault)
            {
                faults.Add($"{seed}: {fault}");
            }
        }

        faults.Should().BeEmpty();
    }

    private static string? Fault(Schedule schedule, Application application, int seed)
    {
        var random = new Random(seed);
        RunnerWorld world = RunnerWorld.Of(application);
        bool disposes = random.Next(5) == 0;
        bool goesBack = random.Next(5) == 0; // a clock may
        schedule.Run(
            seed,
            () => Caller(world, random.Next(1, 4)),
            () => Caller(world, random.Next(1, 4)),
            () => Surroundings(world, random, goesBack),
            disposes ? world.Dispose : static () => { });
        return world.Fault(disposes, goesBack);
    }

    private static void Caller(RunnerWorld world, int times)
    {
        for (int time = 0; time < times; time++)
        {
            world.Ask();
            Schedule.Yield();
        }
    }

    private static void Surroundings(RunnerWorld world, Random random, bool goesBack)
    {
        for (int step = 0; step < 6; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    world.Application.Time.Advance(RunnerWorld.Deadline);
                    break;
                case 1:
                    world.Application.Time.Advance(RunnerWorld.MaxAge);
                    break;
                case 2 when goesBack:
                    world.Application.Time.Advance(-RunnerWorld.Deadline);
                    break;
                default:
                    world.Check.End((HealthStatus)random.Next(3));
                    break;
            }

            Schedule.Yield();
        }
    }
}
