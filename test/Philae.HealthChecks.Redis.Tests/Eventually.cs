using System.Diagnostics;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>Waits for what another process will do, which tells nobody when it has done it.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task BecomesTrueAsync(Func<Task<bool>> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Stopwatch.GetElapsedTime(start).Should().BeLessThan(Limit, "the condition should have become true");
            await Task.Delay(10);
        }
    }
}
