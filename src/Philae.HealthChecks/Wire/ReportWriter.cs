using System.Buffers;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Errors;

namespace Philae.HealthChecks.Wire;

/// <summary>Writes a <see cref="HealthReport"/> as go-philae would, in the order of its entries.</summary>
internal static class ReportWriter
{
    public static void Write(HealthReport report, IBufferWriter<byte> buffer, PhilaeReportOptions options)
    {
        var output = new Utf8Output(buffer);
        bool healthy = IsUp(report);
        output.Raw(healthy ? "{\"healthy\":true,\"probes\":["u8 : "{\"healthy\":false,\"probes\":["u8);
        int before = 0;
        if (report.Entries is IIndexedEntries own)
        {
            // Errors have been read, once, by the run.
            for (int check = 0; check < own.Count; check++)
            {
                Entry(ref output, before++, own.Name(check), own.Entry(check), own.Error(check), options);
            }
        }
        else if (report.Entries is Dictionary<string, HealthReportEntry> entries)
        {
            // As the engine's is, and its enumerator is no object.
            foreach (KeyValuePair<string, HealthReportEntry> entry in entries)
            {
                Entry(ref output, before++, entry.Key, entry.Value, ErrorOf(entry.Value), options);
            }
        }
        else
        {
            foreach ((string name, HealthReportEntry entry) in report.Entries)
            {
                Entry(ref output, before++, name, entry, ErrorOf(entry), options);
            }
        }

        output.Raw("],\"error\":"u8);
        ReportError(ref output, report, healthy, options.ErrorFormat);
        output.Raw("}\n"u8);
        output.Flush();
    }

    // A status that is none counts as unhealthy, though the engine takes some for better than healthy.
    private static bool IsUp(HealthReport report)
    {
        if (!IsUp(report.Status) || report.Entries is IIndexedEntries)
        {
            return IsUp(report.Status);
        }

        if (report.Entries is not Dictionary<string, HealthReportEntry> entries)
        {
            return report.Entries.All(static entry => IsKnown(entry.Value.Status));
        }

        foreach (KeyValuePair<string, HealthReportEntry> entry in entries)
        {
            if (!IsKnown(entry.Value.Status))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsKnown(HealthStatus status) => status is HealthStatus.Unhealthy or HealthStatus.Degraded or HealthStatus.Healthy;

    private static bool IsUp(HealthStatus status) => status is HealthStatus.Healthy or HealthStatus.Degraded;

    private static ErrorChain? ErrorOf(in HealthReportEntry entry) =>
        entry.Status == HealthStatus.Healthy ? null : ErrorChain.Read(entry.Description, entry.Exception);

    private static void Entry(ref Utf8Output output, int before, string name, in HealthReportEntry entry, ErrorChain? error, PhilaeReportOptions options)
    {
        output.Raw(before == 0 ? "{\"name\":\""u8 : ",{\"name\":\""u8);
        output.Escaped(name);
        bool healthy = error is null || IsUp(entry.Status);
        output.Raw(healthy ? "\",\"healthy\":true,\"comment\":\""u8 : "\",\"healthy\":false,\"comment\":\""u8);
        Comment(ref output, entry, error, options);
        output.Raw("\",\"error\":"u8);
        if (error is null || healthy || options.ErrorFormat == ErrorFormat.Comment)
        {
            output.Raw("null"u8);
        }
        else if (options.ErrorFormat == ErrorFormat.Text)
        {
            Quoted(ref output, error.Text(options.Detail));
        }
        else
        {
            ErrorObject(ref output, error.Levels(options.Detail));
        }

        output.Raw(",\"duration\":"u8);
        output.Number(GoDuration.Nanoseconds(entry.Duration));
        output.Raw("}"u8);
    }

    private static void Comment(ref Utf8Output output, in HealthReportEntry entry, ErrorChain? error, PhilaeReportOptions options)
    {
        if (error is null)
        {
            output.Raw("took "u8);
            output.Duration(GoDuration.Nanoseconds(entry.Duration));
        }
        else if (entry.Status == HealthStatus.Degraded)
        {
            output.Raw("degraded"u8);
            Degradation(ref output, error.Degradation(options.Detail));
        }
        else if (options.ErrorFormat == ErrorFormat.Comment)
        {
            output.Escaped(error.Text(options.Detail));
        }
        else
        {
            output.Raw("error"u8);
        }

        if (ProbeNote.Of(entry) is { } note)
        {
            output.Raw(" ("u8);
            output.Escaped(note);
            output.Raw(")"u8);
        }
    }

    private static void Degradation(ref Utf8Output output, string description)
    {
        if (description.Length > 0)
        {
            output.Raw(": "u8);
            output.Escaped(description);
        }
    }

    private static void ErrorObject(ref Utf8Output output, ErrorLevels error)
    {
        int levels = 0;
        while (error.MoveNext())
        {
            output.Raw("{\"Message_\":"u8);
            Quoted(ref output, error.Current);
            output.Raw(",\"Cause_\":null,\"Underlying_\":"u8);
            levels++;
        }

        output.Raw(error.EndsInForeignCause ? "{}"u8 : "null"u8);
        for (; levels > 0; levels--)
        {
            output.Raw(",\"File\":\"\",\"Line\":0}"u8);
        }
    }

    // go-philae's is the aggregate of the probes' errors, which its JSON shows as {}; as text, it is what a PhilaeProbe says of it.
    private static void ReportError(ref Utf8Output output, HealthReport report, bool healthy, ErrorFormat format)
    {
        if (healthy || format == ErrorFormat.Comment)
        {
            output.Raw("null"u8);
        }
        else if (format == ErrorFormat.Nested)
        {
            output.Raw("{}"u8);
        }
        else
        {
            output.Raw("\""u8);
            bool first = true;
            foreach ((string name, HealthReportEntry entry) in report.Entries)
            {
                if (!IsUp(entry.Status))
                {
                    output.Raw(first ? ""u8 : ", "u8);
                    output.Escaped(name);
                    output.Raw(" is down"u8);
                    first = false;
                }
            }

            output.Raw("\""u8);
        }
    }

    private static void Quoted(ref Utf8Output output, string text)
    {
        output.Raw("\""u8);
        output.Escaped(text);
        output.Raw("\""u8);
    }
}
