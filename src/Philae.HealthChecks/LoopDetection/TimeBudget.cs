using System.Globalization;

namespace Philae.HealthChecks.LoopDetection;

/// <summary>How long the requesting service will wait for the answer: the header's text, and the margins.</summary>
internal static class TimeBudget
{
    public const string Header = "Philae-Budget";

    /// <summary>A shorter budget counts as this one: no header can make a service report every probe as timed out.</summary>
    public static readonly TimeSpan Min = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Max = TimeSpan.FromDays(1);
    private static readonly TimeSpan MinMargin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MaxMargin = TimeSpan.FromSeconds(1);
    private const string Unit = "ms";

    /// <summary>The time for the next service: what is left, less a tenth for the transfer, from 20 ms to 1 s.</summary>
    public static TimeSpan ForNext(TimeSpan left)
    {
        TimeSpan margin = TimeSpan.FromTicks(Math.Clamp(left.Ticks / 10, MinMargin.Ticks, MaxMargin.Ticks));
        return left - margin > Min ? left - margin : Min;
    }

    public static string Format(TimeSpan budget) => ((long)budget.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) + Unit;

    /// <summary>Reads foreign text. Null: it is no budget.</summary>
    public static TimeSpan? Parse(ReadOnlySpan<char> text) =>
        text.EndsWith(Unit, StringComparison.Ordinal) && text.Length <= 20
        && long.TryParse(text[..^Unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds)
            ? TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, (long)Min.TotalMilliseconds, (long)Max.TotalMilliseconds))
            : null;
}
