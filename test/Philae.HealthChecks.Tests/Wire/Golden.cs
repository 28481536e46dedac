using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Tests.Wire;

/// <summary>What go-philae itself wrote.</summary>
internal static class Golden
{
    public static IReadOnlyList<(long Nanoseconds, string Text)> Durations { get; } = [.. File
        .ReadAllText(PathOf("durations.tsv")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
        .Select(static line => line.Split('\t'))
        .Select(static columns => (long.Parse(columns[0], CultureInfo.InvariantCulture), columns[1]))];

    public static IReadOnlyDictionary<string, GoldenReport> Reports { get; } = ReadReports();

    private static Dictionary<string, GoldenReport> ReadReports()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf("reports.json")));
        return document.RootElement.EnumerateArray().ToDictionary(
            static report => report.GetProperty("title").GetString()!,
            static report => new GoldenReport(
                [.. report.GetProperty("probes").EnumerateArray().Select(ReadProbe)],
                Encoding.UTF8.GetBytes(report.GetProperty("body").GetString()!)));
    }

    // A string that is not valid Unicode would throw here, and not be compared as something else: the file has none.
    private static GoldenProbe ReadProbe(JsonElement probe) => new(
        probe.GetProperty("name").GetString()!,
        probe.GetProperty("healthy").GetBoolean(),
        probe.GetProperty("duration_ns").GetInt64(),
        probe.GetProperty("messages") is { ValueKind: JsonValueKind.Array } messages ? [.. messages.EnumerateArray().Select(static text => text.GetString()!)] : [],
        probe.GetProperty("opaque").GetBoolean());

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Golden", file);
}

internal sealed record GoldenReport(IReadOnlyList<GoldenProbe> Probes, byte[] Body)
{
    public HealthReport ToHealthReport() => new(
        Probes.ToDictionary(
            static probe => probe.Name,
            static probe => new HealthReportEntry(probe.Healthy ? HealthStatus.Healthy : HealthStatus.Unhealthy, null, probe.Duration, probe.Failure(), null)),
        TimeSpan.Zero);
}

/// <param name="Name">The probe's name.</param>
/// <param name="Healthy">Its outcome.</param>
/// <param name="Nanoseconds">How long it took.</param>
/// <param name="Messages">The levels below <c>probe check failed</c>, outermost first.</param>
/// <param name="Opaque">Whether the innermost level has a foreign cause.</param>
internal sealed record GoldenProbe(string Name, bool Healthy, long Nanoseconds, IReadOnlyList<string> Messages, bool Opaque)
{
    public TimeSpan Duration => TimeSpan.FromTicks(Nanoseconds / 100);

    /// <summary>What a check throws to have this outcome; null when healthy.</summary>
    public Exception? Failure()
    {
        Exception? failure = Opaque ? new InvalidOperationException("not to be published") : null;
        foreach (string message in Messages.Reverse())
        {
            failure = new ProbeException(message, failure);
        }

        return failure;
    }
}
