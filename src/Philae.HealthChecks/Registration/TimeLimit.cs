namespace Philae.HealthChecks.Registration;

/// <summary>The one range of every time limit: timers take no more, and less is a mistake.</summary>
internal static class TimeLimit
{
    public const string Range = "from 1 millisecond to 1 day";
    public const string RangeOrZero = "zero or from 1 millisecond to 1 day";

    public static bool IsValid(TimeSpan value) => value >= TimeSpan.FromMilliseconds(1) && value <= TimeSpan.FromDays(1);

    public static bool IsValidOrZero(TimeSpan value) => value == TimeSpan.Zero || IsValid(value);
}
