using System.Buffers;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Wire;

namespace Philae.HealthChecks;

/// <summary>A Philae report as it is sent: the body of a <c>/_health</c> response from this library, from go-philae or from others.</summary>
public sealed class PhilaeReport
{
    /// <summary>The largest report that is read, in bytes: 1 MiB.</summary>
    public const int MaxSize = 1024 * 1024;

    private static readonly PhilaeReportOptions DefaultOptions = new();

    /// <summary>Whether all probes are healthy. A degraded probe counts as healthy.</summary>
    public required bool Healthy { get; init; }

    /// <summary>The probes in the order of the report.</summary>
    public IReadOnlyList<PhilaeReportEntry> Probes { get; init; } = [];

    /// <summary>The error of the whole report. Null: there is none. go-philae publishes no text in it.</summary>
    public PhilaeError? Error { get; init; }

    /// <summary>Writes the report of Microsoft's engine as one line of UTF-8 JSON that ends with a newline.</summary>
    /// <param name="report">The report. Its entries are written in their order.</param>
    /// <param name="output">Receives the bytes. It is neither flushed nor completed.</param>
    /// <param name="options">Null: the defaults, go-philae's format.</param>
    public static void Write(HealthReport report, IBufferWriter<byte> output, PhilaeReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        ReportWriter.Write(report, output, options ?? DefaultOptions);
    }

    /// <summary>
    /// Reads a report in any form that is in use. <c>error</c> may be null, a string, an object or absent. Unknown fields are
    /// ignored. If a report states two things, the worse one counts.
    /// </summary>
    /// <param name="utf8">The whole body.</param>
    /// <exception cref="FormatException">
    /// The body is not a Philae report or nests deeper than 64 levels (<c>Invalid json</c>), or is larger than
    /// <see cref="MaxSize"/> (<c>response too large</c>).
    /// </exception>
    public static PhilaeReport Read(ReadOnlySpan<byte> utf8) => ReportReader.Read(utf8);
}
