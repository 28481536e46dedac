using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.LoadTest.Serving;

/// <summary>Twelve probes, of which some fail, hang and flap: what a service looks like on a bad day.</summary>
internal static class MisbehavingChecks
{
    public const int Count = 12;

    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PastTheDeadline = TimeSpan.FromMilliseconds(300);

    public static void Add(IHealthChecksBuilder health)
    {
        int flaps = 0;
        Func<CancellationToken, Task>[] checks =
        [
            static _ => Task.CompletedTask,
            static _ => Task.CompletedTask,
            static async _ => await Task.Yield(),
            static token => Task.Delay(5, token),
            static _ => throw new ProbeException("down", FailureReason.ConnectionRefused),
            static _ => Task.FromException(new InvalidOperationException("Password=s3cr3t")),
            static _ => throw new ProbeDegradedException("slow"),
            _ => Interlocked.Increment(ref flaps) % 2 == 0 ? Task.CompletedTask : throw new ProbeException("flaps"),
            _ => Random.Shared.Next(10) > 0 ? Task.CompletedTask : throw new IOException("now and then"),
            static token => Task.Delay(Timeout.InfiniteTimeSpan, token),
            static _ => Task.Delay(PastTheDeadline, CancellationToken.None),
            static _ => Task.Run(static () => Thread.Sleep(PastTheDeadline), CancellationToken.None),
        ];
        for (int i = 0; i < Count; i++)
        {
            health.AddPhilaeProbe(string.Create(CultureInfo.InvariantCulture, $"probe-{i}"), checks[i], timeout: Deadline);
        }
    }
}
