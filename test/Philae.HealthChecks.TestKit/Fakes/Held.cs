using System.Globalization;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>What this process holds at one moment.</summary>
/// <param name="Handles">Open file descriptors, sockets included.</param>
/// <param name="Sockets">Those of them that are sockets.</param>
/// <param name="Threads">Threads, without those of the pool, which come and go as it pleases.</param>
/// <param name="Timers">Timers that are set.</param>
/// <param name="Bytes">Live objects of the managed heap.</param>
public readonly record struct Held(int Handles, int Sockets, int Threads, long Timers, long Bytes)
{
    public static int HandlesNow => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();

    public static Held Now()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        string[] handles = Directory.GetFileSystemEntries("/proc/self/fd");
        return new(
            handles.Length,
            handles.Count(IsSocket),
            Directory.GetDirectories("/proc/self/task").Length - ThreadPool.ThreadCount,
            Timer.ActiveCount,
            GC.GetTotalMemory(forceFullCollection: true));
    }

    /// <summary>What is held now is no more than before and a little noise; what is on its way to an end is waited for.</summary>
    public static async Task ShouldBeNoMoreThanAsync(Held before, Held noise, Action? tidy = null)
    {
        Held now = default;
        for (int look = 0; look < 60; look++)
        {
            tidy?.Invoke();
            now = Now();
            if (now.Handles <= before.Handles + noise.Handles && now.Sockets <= before.Sockets + noise.Sockets
                && now.Threads <= before.Threads + noise.Threads && now.Timers <= before.Timers + noise.Timers
                && now.Bytes <= before.Bytes + noise.Bytes)
            {
                return;
            }

            await Task.Delay(500);
        }

        now.Should().Be(before, "no more is held than before but for {0}", noise);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Handles} handles, {Sockets} of them sockets, {Threads} threads, {Timers} timers, {Bytes} bytes");

    // A handle may be gone by the time that it is looked at.
    private static bool IsSocket(string handle) => new FileInfo(handle).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true;
}
