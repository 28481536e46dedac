using System.Globalization;

namespace Philae.HealthChecks.LoadTest.Soaking;

/// <summary>What a process holds at a moment when it has nothing to do.</summary>
internal sealed record Holding(int Descriptors, int Threads, long Heap, long Timers)
{
    // What the runtime opens and closes by itself, and what is on its way when it is looked at.
    private const int FewDescriptors = 10;
    private const int FewThreads = 8;
    private const int FewTimers = 8;
    private const long LittleHeap = 2 << 20;

    public static Holding Now() => new(
        Directory.GetFileSystemEntries("/proc/self/fd").Length, Directory.GetDirectories("/proc/self/task").Length, GC.GetTotalMemory(forceFullCollection: true), Timer.ActiveCount);

    public static Holding Parse(string text)
    {
        long[] numbers = [.. text.Split(' ').Select(static number => long.Parse(number, CultureInfo.InvariantCulture))];
        return new((int)numbers[0], (int)numbers[1], numbers[2], numbers[3]);
    }

    /// <summary>Whether it is no more than before, but for what comes and goes.</summary>
    public bool IsFlatAfter(Holding before) =>
        Descriptors <= before.Descriptors + FewDescriptors && Threads <= before.Threads + FewThreads && Heap <= before.Heap + LittleHeap && Timers <= before.Timers + FewTimers;

    /// <summary>The most of each.</summary>
    public static Holding Most(IEnumerable<Holding> all) => all.Aggregate(static (one, other) => new(
        Math.Max(one.Descriptors, other.Descriptors), Math.Max(one.Threads, other.Threads), Math.Max(one.Heap, other.Heap), Math.Max(one.Timers, other.Timers)));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Descriptors} {Threads} {Heap} {Timers}");
}
