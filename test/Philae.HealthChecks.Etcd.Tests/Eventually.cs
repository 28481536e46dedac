using System.Diagnostics;

namespace Philae.HealthChecks.Etcd.Tests;

/// <summary>For what other processes do in their own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Asks until the answer is the expected one, and fails with the last answer where it never is.</summary>
    public static async Task BeAsync<T>(Func<Task<T>> ask, T expected)
    {
        long start = Stopwatch.GetTimestamp();
        T last = await ask();
        while (!Equals(last, expected) && Stopwatch.GetElapsedTime(start) < Limit)
        {
            await Task.Delay(20);
            last = await ask();
        }

        last.Should().Be(expected);
    }
}
