using System.Buffers;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Running;

namespace Philae.HealthChecks.Wire;

/// <summary>Writes a <see cref="HealthReport"/> as go-philae would, in the order of its entries.</summary>
internal static class ReportWriter
{
    public static void Write(HealthReport report, IBufferWriter<byte> buffer, PhilaeReportOptions options)
    {
        var output = new Utf8Output(buffer);
        bool healthy = report.Status != HealthStatus.Unhealthy;
        output.Raw(healthy ? "{\"healthy\":true,\"probes\":["u8 : "{\"healthy\":false,\"probes\":["u8);
        int before = 0;
        if (report.Entries is Dictionary<string, HealthReportEntry> entries)
        {
            // As the engine's is, and its enumerator is no object.
            foreach (KeyValuePair<string, HealthReportEntry> entry in entries)
            {
                Entry(ref output, before++, entry.Key, entry.Value, options);
            }
        }
        else
        {
            foreach ((string name, HealthReportEntry entry) in report.Entries)
            {
                Entry(ref output, before++, name, entry, options);
            }
        }

        output.Raw("],\"error\":"u8);
        ReportError(ref output, report, options.ErrorFormat);
        output.Raw("}\n"u8);
        output.Flush();
    }

    private static void Entry(ref Utf8Output output, int before, string name, in HealthReportEntry entry, PhilaeReportOptions options)
    {
        output.Raw(before == 0 ? "{\"name\":\""u8 : ",{\"name\":\""u8);
        output.Escaped(name);
        bool healthy = entry.Status != HealthStatus.Unhealthy;
        output.Raw(healthy ? "\",\"healthy\":true,\"comment\":\""u8 : "\",\"healthy\":false,\"comment\":\""u8);
        Comment(ref output, entry, options);
        output.Raw("\",\"error\":"u8);
        if (healthy || options.ErrorFormat == ErrorFormat.Comment)
        {
            output.Raw("null"u8);
        }
        else if (options.ErrorFormat == ErrorFormat.Text)
        {
            Quoted(ref output, ErrorChain.Text(entry, options.Detail));
        }
        else
        {
            ErrorObject(ref output, new ErrorChain(entry, options.Detail));
        }

        output.Raw(",\"duration\":"u8);
        output.Number(GoDuration.Nanoseconds(entry.Duration));
        output.Raw("}"u8);
    }

    private static void Comment(ref Utf8Output output, in HealthReportEntry entry, PhilaeReportOptions options)
    {
        switch (entry.Status)
        {
            case HealthStatus.Healthy:
                output.Raw("took "u8);
                output.Duration(GoDuration.Nanoseconds(entry.Duration));
                break;
            case HealthStatus.Degraded:
                output.Raw("degraded"u8);
                Degradation(ref output, entry, options.Detail);
                break;
            case HealthStatus.Unhealthy when options.ErrorFormat == ErrorFormat.Comment:
                output.Escaped(ErrorChain.Text(entry, options.Detail));
                break;
            default:
                output.Raw("error"u8);
                break;
        }

        if (ProbeNote.Of(entry) is { } note)
        {
            output.Raw(" ("u8);
            output.Escaped(note);
            output.Raw(")"u8);
        }
    }

    private static void Degradation(ref Utf8Output output, in HealthReportEntry entry, ReportDetail detail)
    {
        if (ErrorChain.Degradation(entry, detail) is { Length: > 0 } description)
        {
            output.Raw(": "u8);
            output.Escaped(description);
        }
    }

    private static void ErrorObject(ref Utf8Output output, ErrorChain chain)
    {
        int levels = 0;
        while (chain.MoveNext())
        {
            output.Raw("{\"Message_\":"u8);
            Quoted(ref output, chain.Current);
            output.Raw(",\"Cause_\":null,\"Underlying_\":"u8);
            levels++;
        }

        output.Raw(chain.EndsInForeignCause ? "{}"u8 : "null"u8);
        for (; levels > 0; levels--)
        {
            output.Raw(",\"File\":\"\",\"Line\":0}"u8);
        }
    }

    // go-philae's is the aggregate of the probes' errors, which its JSON shows as {}; as text, it is what a PhilaeProbe says of it.
    private static void ReportError(ref Utf8Output output, HealthReport report, ErrorFormat format)
    {
        if (report.Status != HealthStatus.Unhealthy || format == ErrorFormat.Comment)
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
                if (entry.Status == HealthStatus.Unhealthy)
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
