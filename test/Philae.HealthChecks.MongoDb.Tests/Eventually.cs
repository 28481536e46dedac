using System.Diagnostics;

namespace Philae.HealthChecks.MongoDb.Tests;

/// <summary>For what threads and sockets do in their own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Asks until the answer is the expected one, and fails with the last answer where it never is.</summary>
    public static async Task BeAsync<T>(Func<T> ask, T expected)
    {
        long start = Stopwatch.GetTimestamp();
        while (!Equals(ask(), expected) && Stopwatch.GetElapsedTime(start) < Limit)
        {
            await Task.Delay(20);
        }

        ask().Should().Be(expected);
    }
}
