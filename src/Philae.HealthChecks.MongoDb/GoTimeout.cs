using System.Globalization;
using System.Text.RegularExpressions;

namespace Philae.HealthChecks.MongoDb;

/// <summary>Reads a time limit in Go's notation, as go-philae takes it in a URL: <c>10s</c>, <c>500ms</c>, <c>1m30s</c>, <c>1.5s</c>.</summary>
internal static partial class GoTimeout
{
    /// <summary>False where the text is no duration, or not one from 1 millisecond to 1 day.</summary>
    public static bool TryParse(string text, out TimeSpan limit)
    {
        limit = default;
        double milliseconds = 0;
        Match match = Duration().Match(text);
        foreach ((Capture number, Capture unit) in match.Groups["number"].Captures.Zip(match.Groups["unit"].Captures))
        {
            milliseconds += double.Parse(number.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * Milliseconds(unit.Value);
        }

        // A text that is no duration has no parts, and so is too short.
        if (milliseconds < 1 || milliseconds > TimeSpan.FromDays(1).TotalMilliseconds)
        {
            return false;
        }

        limit = TimeSpan.FromMilliseconds(milliseconds);
        return true;
    }

    private static double Milliseconds(string unit) => unit switch
    {
        "h" => 3_600_000,
        "m" => 60_000,
        "s" => 1_000,
        "ms" => 1,
        "ns" => 0.000_001,
        _ => 0.001,
    };

    // The micro sign and the Greek letter are both Go's.
    [GeneratedRegex(@"^(?:(?<number>[0-9]+\.?[0-9]*|\.[0-9]+)(?<unit>h|ms|m|s|us|µs|μs|ns))+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();
}
