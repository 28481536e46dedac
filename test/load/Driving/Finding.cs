using System.Globalization;

namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>What a number has to be.</summary>
internal sealed record Target(double? AtLeast, double? AtMost, string Unit = "×")
{
    public static Target Most(double limit, string unit = "×") => new(null, limit, unit);

    public static Target Least(double limit, string unit = "×") => new(limit, null, unit);

    public static Target Between(double least, double most, string unit = "×") => new(least, most, unit);

    public bool IsMetBy(double value) => !double.IsNaN(value) && !(value < AtLeast) && !(value > AtMost);

    public override string ToString() => (AtLeast, AtMost) switch
    {
        ({ } least, { } most) => $"{Text(least)} to {Text(most)} {Unit}",
        ({ } least, null) => $"≥ {Text(least)} {Unit}",
        (null, { } most) => $"≤ {Text(most)} {Unit}",
        _ => "–",
    };

    private static string Text(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}

/// <summary>A line of the table.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Ours">The measured number itself, with its unit.</param>
/// <param name="Theirs">The same of what it is compared with; empty where it is not compared.</param>
/// <param name="Value">What the target is of; its median decides.</param>
/// <param name="Target">The target.</param>
internal sealed record Finding(string What, string Ours, string Theirs, Series Value, Target Target)
{
    public bool IsMet => Target.IsMetBy(Value.Median);

    /// <summary>What could not be measured is not met.</summary>
    public static Finding Unmeasured(string what, string why) =>
        new(what, $"not measured: {why.Split('\n')[0].Replace('|', ' ')}", "", new Series([double.NaN]), new Target(null, null, ""));
}
