using System.Buffers.Text;

namespace Philae.HealthChecks.Wire;

/// <summary>Go's <c>time.Duration</c> notation: <c>1.5µs</c>, <c>20.3045ms</c>, <c>1m1.5s</c>, <c>24h0m0s</c>.</summary>
internal static class GoDuration
{
    /// <summary>The longest text, <c>-2562047h47m16.854775808s</c>, is 25 bytes.</summary>
    public const int MaxLength = 32;

    /// <summary>Whole nanoseconds of a duration; beyond what fits, the largest value that does.</summary>
    public static long Nanoseconds(TimeSpan duration) =>
        duration.Ticks > long.MaxValue / 100 ? long.MaxValue : duration.Ticks < long.MinValue / 100 ? long.MinValue : duration.Ticks * 100;

    /// <summary>Writes the text in UTF-8 and returns its length in bytes.</summary>
    public static int Format(long nanoseconds, Span<byte> destination)
    {
        int at = 0;
        ulong value = (ulong)nanoseconds;
        if (nanoseconds < 0)
        {
            destination[at++] = (byte)'-';
            value = 0 - value;
        }

        switch (value)
        {
            case 0:
                return Append("0s"u8, destination, at);
            case < 1_000:
                return Append("ns"u8, destination, Number(value, 1, destination, at));
            case < 1_000_000:
                return Append("µs"u8, destination, Number(value, 1_000, destination, at));
            case < 1_000_000_000:
                return Append("ms"u8, destination, Number(value, 1_000_000, destination, at));
        }

        (ulong minutes, ulong seconds) = Math.DivRem(value, 60_000_000_000);
        (ulong hours, ulong minute) = Math.DivRem(minutes, 60);
        if (hours > 0)
        {
            at = Append("h"u8, destination, Number(hours, 1, destination, at));
        }

        if (minutes > 0)
        {
            at = Append("m"u8, destination, Number(minute, 1, destination, at));
        }

        return Append("s"u8, destination, Number(seconds, 1_000_000_000, destination, at));
    }

    // value / unit, with as many decimals as it needs.
    private static int Number(ulong value, ulong unit, Span<byte> destination, int at)
    {
        (ulong whole, ulong fraction) = Math.DivRem(value, unit);
        Utf8Formatter.TryFormat(whole, destination[at..], out int written);
        at += written;
        if (fraction == 0)
        {
            return at;
        }

        destination[at++] = (byte)'.';
        for (ulong digit = unit / 10; fraction > 0; digit /= 10)
        {
            (ulong figure, fraction) = Math.DivRem(fraction, digit);
            destination[at++] = (byte)('0' + figure);
        }

        return at;
    }

    private static int Append(ReadOnlySpan<byte> text, Span<byte> destination, int at)
    {
        text.CopyTo(destination[at..]);
        return at + text.Length;
    }
}
