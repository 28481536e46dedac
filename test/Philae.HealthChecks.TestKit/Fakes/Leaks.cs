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

    /// <summary>Does something a thousand times, after a warm-up, and waits until all that it took is given back.</summary>
    public static async Task ShouldBeNoneAsync(Func<Task> action)
    {
        await RepeatAsync(50, action);
        (int handles, long timers) = (Handles(), Timer.ActiveCount);

        await RepeatAsync(1000, action);

        await Eventually.TrueAsync(() => Handles() < handles + Noise);
        await Eventually.TrueAsync(() => Timer.ActiveCount < timers + Noise);
    }

    private static async Task RepeatAsync(int times, Func<Task> action)
    {
        for (int time = 0; time < times; time++)
        {
            await action();
        }
    }

    private static int Handles() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
}
