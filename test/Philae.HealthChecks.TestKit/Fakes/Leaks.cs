using System.Runtime;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>
/// What a process holds and a leak makes grow: file handles, sockets among them, and timers. Everything in the process
/// counts, so tests of this belong into <see cref="Alone"/>.
/// </summary>
public static class Leaks
{
    /// <summary>The name of the collection of tests that run while no other does.</summary>
    public const string Alone = "Alone in the process";

    // What the runtime opens and closes by itself meanwhile, and far below what a thousand leaks are.
    private const int Noise = 50;

    // The collector would close what was forgotten, and so hide it: it has to stay away. Twice what a thousand checks allocate, logs of failures included.
    private const long AllocatedMeanwhile = 400_000_000;

    /// <summary>Does something a thousand times, after a warm-up, and waits until all that it took is given back.</summary>
    public static async Task ShouldBeNoneAsync(Func<Task> action)
    {
        await RepeatAsync(50, action);
        (int handles, long timers) = (Handles(), Timer.ActiveCount);
        GC.TryStartNoGCRegion(AllocatedMeanwhile).Should().BeTrue();
        try
        {
            await RepeatAsync(1000, action);
            for (int look = 0; look < 100 && Handles() >= handles + Noise; look++)
            {
                await Task.Delay(100);
            }

            (Handles() - handles).Should().BeLessThan(Noise, "handles are closed");
            (Timer.ActiveCount - timers).Should().BeLessThan(Noise, "timers are stopped");
            GCSettings.LatencyMode.Should().Be(GCLatencyMode.NoGCRegion, "no collection may have tidied up");
        }
        finally
        {
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
            {
                GC.EndNoGCRegion();
            }
        }
    }

    private static async Task RepeatAsync(int times, Func<Task> action)
    {
        for (int time = 0; time < times; time++)
        {
            await action();
        }
    }

    private static int Handles() => Held.HandlesNow;
}
