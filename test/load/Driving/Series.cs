using System.Globalization;

namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>One number, measured in every round.</summary>
internal sealed class Series
{
    private readonly double[] _sorted;

    public Series(IEnumerable<double> values) => _sorted = [.. values.Order()];

    public double Median => _sorted.Length % 2 == 1 ? _sorted[_sorted.Length / 2] : (_sorted[(_sorted.Length / 2) - 1] + _sorted[_sorted.Length / 2]) / 2;

    /// <summary>Median and spread.</summary>
    public override string ToString() => _sorted.Length == 1 ? Text(Median) : $"{Text(Median)} ({Text(_sorted[0])}–{Text(_sorted[^1])})";

    private static string Text(double value) => double.IsNaN(value) ? "–" : value.ToString(Math.Abs(value) >= 100 ? "#,0" : Math.Abs(value) >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
}
