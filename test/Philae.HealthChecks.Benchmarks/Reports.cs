using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Benchmarks;

/// <summary>Reports as the engine hands them to a writer.</summary>
internal static class Reports
{
    public static HealthReport Healthy(int probes) => Of(probes, Name, static i => Up(TimeSpan.FromTicks(1234 + (i * 7919))));

    /// <summary>Every probe fails for a reason that is known.</summary>
    public static HealthReport Failing(int probes) => Of(probes, Name, static _ => new HealthReportEntry(
        HealthStatus.Unhealthy, null, TimeSpan.FromMilliseconds(3), new ProbeException("unable to contact Redis host", FailureReason.ConnectionRefused), null));

    public static HealthReport Named(int probes, string name) => Of(probes, i => name + i.ToString(CultureInfo.InvariantCulture), static _ => Up(TimeSpan.Zero));

    public static HealthReport Lasting(int probes, TimeSpan duration) => Of(probes, Name, _ => Up(duration));

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"probe-{i}");

    private static HealthReportEntry Up(TimeSpan duration) => new(HealthStatus.Healthy, null, duration, null, null);

    private static HealthReport Of(int probes, Func<int, string> name, Func<int, HealthReportEntry> entry) =>
        new(Enumerable.Range(0, probes).ToDictionary(name, entry), TimeSpan.FromMilliseconds(12.3));
}
