using System.Runtime.CompilerServices;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>For what nothing announces: looks again and again, and gives up only after far longer than it can take.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Limit)
            {
                throw new TimeoutException($"Still not so after {Limit}: {what}");
            }

            await Task.Delay(10);
        }
    }
}
