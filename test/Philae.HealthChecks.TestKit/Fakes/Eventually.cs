using System.Runtime.CompilerServices;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>For what nothing announces: looks again and again, and gives up only after far longer than it can take.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        TrueAsync(() => Task.FromResult(condition()), what);

    public static Task TrueAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        BeAsync(condition, true, what);

    /// <summary>Asks until the answer is the expected one; says the last answer where it never is.</summary>
    public static async Task BeAsync<T>(Func<Task<T>> ask, T expected, [CallerArgumentExpression(nameof(ask))] string what = "")
    {
        long start = TimeProvider.System.GetTimestamp();
        for (T last = await ask(); !Equals(last, expected); last = await ask())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Limit)
            {
                throw new TimeoutException($"After {Limit} still {last} and not {expected}: {what}");
            }

            await Task.Delay(10);
        }
    }
}
