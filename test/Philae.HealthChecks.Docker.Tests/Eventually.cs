using System.Diagnostics;

namespace Philae.HealthChecks.Docker.Tests;

/// <summary>Waits for what nobody tells of.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task BecomesTrueAsync(Func<bool> condition, string because)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Stopwatch.GetElapsedTime(start).Should().BeLessThan(Limit, because);
            await Task.Delay(10);
        }
    }
}
