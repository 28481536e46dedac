using System.Buffers;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Fuzz;

/// <summary>Reads anyone's report; what was read and written again reads the same.</summary>
internal static class ReportReading
{
    private static readonly string[] Seeds =
    [
        """{"healthy":true,"probes":[{"name":"redis","healthy":true,"comment":"took 1.122944ms","error":null,"duration":1122944}],"error":null}""",
        """{"healthy":false,"probes":[{"name":"r","healthy":false,"comment":"error","error":{"Message_":"probe check failed","Cause_":null,"Underlying_":{"Message_":"m","Cause_":null,"Underlying_":{},"File":"","Line":0},"File":"","Line":0},"duration":7}],"error":{}}""",
        """{"healthy":false,"probes":[{"name":"a","healthy":false,"comment":"error","error":"probe check failed: m"},{"name":"b","healthy":true}],"error":"a is down"}""",
    ];

    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", "\"", ",", ":", "null", "true", "false", "{}", "[]", "\"healthy\":true", "\"healthy\":false", "\"HEALTHY\":false", "\"probes\":[", "\"probeſ\":[", "\"name\":\"x\"", "\"error\":{", "\"Error\":",
        "\"Message_\":\"m\"", "\"Underlying_\":", "\"duration\":", "\\u0068", "\\ud83d", "\\", "1e999", "-0",
    ];

    public static Reader Reader { get; } = new("report", typeof(FormatException), Read, Seeds, Tokens);

    private static void Read(string body)
    {
        PhilaeReport read = PhilaeReport.Read(Encoding.UTF8.GetBytes(body));
        PhilaeReportEntry[] probes = [.. read.Probes.DistinctBy(static probe => probe.Name)];
        var report = new HealthReport(probes.ToDictionary(static probe => probe.Name, static probe => new HealthReportEntry(
            probe.Healthy ? HealthStatus.Healthy : HealthStatus.Unhealthy, null, TimeSpan.Zero, probe.Healthy ? null : new ProbeException(probe.Comment), null)), TimeSpan.Zero);
        foreach (ErrorFormat format in Enum.GetValues<ErrorFormat>())
        {
            var output = new ArrayBufferWriter<byte>();
            PhilaeReport.Write(report, output, new() { ErrorFormat = format });
            PhilaeReport again = PhilaeReport.Read(output.WrittenSpan);
            if (!again.Probes.Select(static probe => (probe.Name, probe.Healthy)).SequenceEqual(probes.Select(static probe => (probe.Name, probe.Healthy)))
                || again.Healthy != Array.TrueForAll(probes, static probe => probe.Healthy))
            {
                throw new BrokenPromiseException($"Written as {format} it reads {Encoding.UTF8.GetString(output.WrittenSpan)}");
            }
        }
    }
}
