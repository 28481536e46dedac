using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Running;
using Philae.HealthChecks.Telemetry;

namespace Philae.HealthChecks.Wire;

/// <summary>Walks what may be published of a failed entry, outermost level first.</summary>
internal struct ErrorChain
{
    // Deep enough for any chain that a person wrote, and a report of it stays within the reader's limit.
    private const int MaxLevels = 32;

    /// <summary>The most characters of one level's text. A text may be of any length, and people read its beginning.</summary>
    public const int MaxLength = 4096;

    private readonly bool _withText;
    private int _levels;
    private string? _next;
    private Exception? _cause;

    public ErrorChain(HealthReportEntry entry, ReportDetail detail)
    {
        _withText = detail == ReportDetail.ExceptionText;
        _cause = entry.Exception;
        _next = _cause is ProbeFailedException ? null : ProbeFailedException.CheckFailed;
        EndsInForeignCause = _cause is null;
        if (_withText && _cause is null && entry.Description is { Length: > 0 } description)
        {
            _cause = new ProbeException(Redactor.Redact(description, MaxLength));
            EndsInForeignCause = false;
        }
    }

    /// <summary>The message of this level.</summary>
    public string Current { get; private set; } = "";

    /// <summary>After the last level: whether a cause lies below it whose text is not published.</summary>
    public bool EndsInForeignCause { get; private set; }

    public bool MoveNext()
    {
        if (++_levels > MaxLevels)
        {
            EndsInForeignCause = true;
            return false;
        }

        if (_next is { } pending)
        {
            Current = pending;
            _next = null;
            return true;
        }

        switch (_cause)
        {
            case ProbeException level:
                Current = Redactor.Cut(level.Message, MaxLength);
                _next = level.Reason?.Text();
                _cause = _next is null || _withText ? level.InnerException : null;
                return true;
            case { } foreign when _withText:
                Current = Redactor.Redact(TextOf(foreign), MaxLength);
                _cause = foreign.InnerException;
                return true;
            default:
                EndsInForeignCause |= _cause is not null;
                return false;
        }
    }

    // An aggregate's own text holds those of all below it, each as often as there are ways to it. A text may throw, too.
    private static string TextOf(Exception foreign)
    {
        try
        {
            return foreign is AggregateException ? "One or more errors occurred." : foreign.Message;
        }
        catch (Exception)
        {
            return foreign.GetType().Name;
        }
    }

    /// <summary>Why a result is not healthy, as it may be published, in one line; null where it is healthy or nothing is known.</summary>
    public static string? Reason(HealthCheckResult result)
    {
        var entry = new HealthReportEntry(result.Status, result.Description, TimeSpan.Zero, result.Exception, null);
        string? reason = result.Status switch
        {
            HealthStatus.Unhealthy => Text(entry, ReportDetail.Reasons),
            HealthStatus.Degraded => Degradation(entry, ReportDetail.Reasons),
            _ => null,
        };
        return reason is null ? null : LogText.Escape(reason);
    }

    /// <summary>Why an entry is degraded. The engine puts a foreign exception's text into the description; where there is an
    /// exception, it speaks for itself. Where there is none, a check may have put such a text there itself.</summary>
    public static string? Degradation(HealthReportEntry entry, ReportDetail detail) =>
        entry.Exception is null ? Redactor.Redact(entry.Description ?? "", MaxLength) : Description(entry, detail);

    /// <summary>The levels in one line, <c>probe check failed: unable to contact Redis host: connection refused</c>.</summary>
    public static string Text(HealthReportEntry entry, ReportDetail detail)
    {
        var chain = new ErrorChain(entry, detail);
        var text = new StringBuilder();
        while (chain.MoveNext())
        {
            text.Append(text.Length == 0 || chain.Current.Length == 0 ? "" : ": ").Append(chain.Current);
        }

        return text.ToString();
    }

    /// <summary>As <see cref="Text"/> without the outermost level, which says nothing, unless it is the only one.</summary>
    public static string Description(HealthReportEntry entry, ReportDetail detail)
    {
        const string outermost = ProbeFailedException.CheckFailed + ": ";
        string text = Text(entry, detail);
        return text.StartsWith(outermost, StringComparison.Ordinal) ? text[outermost.Length..] : text;
    }
}
