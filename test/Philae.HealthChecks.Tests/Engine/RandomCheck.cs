using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>
/// Ends at once or late, well or not, heeds its token or does not, and looks whether it is alone. Whatever it says holds the
/// run's number, so that an entry of a report can be traced to its run: it is degraded where others would be healthy.
/// </summary>
internal sealed class RandomCheck(int seed, TimeSpan deadline, ConcurrentQueue<string> broken)
{
    private readonly Random _random = new(seed);
    private readonly ConcurrentDictionary<int, long> _ends = new();
    private int _running;
    private int _runs;

    public int Runs => Volatile.Read(ref _runs);

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _running) != 1)
        {
            broken.Enqueue("two runs of one probe");
        }

        int run = Interlocked.Increment(ref _runs);
        string number = run.ToString(CultureInfo.InvariantCulture);
        (int kind, int milliseconds) = (_random.Next(8), _random.Next(30));
        try
        {
            switch (kind)
            {
                case 0:
                    throw new ProbeException(number);
                case 1:
                    await Task.Delay(milliseconds, cancellationToken);
                    throw new InvalidOperationException(number);
                case 2:
                    await Task.Delay(deadline + deadline, cancellationToken);
                    break;
                case 3:
                    await Task.Delay(deadline + TimeSpan.FromMilliseconds(milliseconds), CancellationToken.None);
                    break;
                case 4:
                    new ManualResetEventSlim().Wait(milliseconds, CancellationToken.None);
                    break;
                case 5:
                    await Task.Delay(milliseconds, cancellationToken);
                    break;
                default:
                    break;
            }

            throw new ProbeDegradedException(number);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            _ends[run] = TimeProvider.System.GetTimestamp();
        }
    }

    /// <summary>How long before a moment the run had ended that an entry tells of: zero where it had not.</summary>
    public TimeSpan Age(HealthReportEntry entry, long moment)
    {
        // An entry without a number says that a run is late: of those only the newest can still be told of.
        bool isNumbered = int.TryParse(entry.Exception?.InnerException?.Message, CultureInfo.InvariantCulture, out int run);
        TimeSpan age = _ends.TryGetValue(isNumbered ? run : Runs, out long end) ? TimeProvider.System.GetElapsedTime(end, moment) : TimeSpan.Zero;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }
}
