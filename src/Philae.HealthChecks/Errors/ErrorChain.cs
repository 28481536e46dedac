using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Errors;

/// <summary>
/// Why a result is not healthy, as far as it may be published: the levels of its error, outermost first. Exceptions are foreign
/// code: each member is read once, guarded, and bounded in length. Afterwards no foreign code is called.
/// </summary>
internal sealed class ErrorChain
{
    /// <summary>The most characters of one text that are published. A text may be of any length, and people read its beginning.</summary>
    public const int MaxText = 4096;

    // Deep enough for any chain that a person wrote, and a report of it stays within the reader's limit.
    private const int MaxLevels = 32;

    private readonly List<ErrorLevel> _levels = [];
    private readonly string _description;
    private readonly bool _hasException;
    private readonly bool _isCut;

    private ErrorChain(string? description, Exception? exception)
    {
        _description = Keep(description);
        _hasException = exception is not null;
        if (exception is not ProbeFailedException)
        {
            _levels.Add(new(ProbeFailedException.CheckFailed, ErrorLevelKind.Message));
        }

        if (_description.Length > 0 && exception is null)
        {
            _levels.Add(new(_description, ErrorLevelKind.Foreign));
        }

        for (; exception is not null && _levels.Count < MaxLevels; exception = exception.InnerException)
        {
            Add(exception);
        }

        _isCut = exception is not null || (!_hasException && _description.Length == 0);
    }

    /// <summary>Reads the error of a result that is not healthy.</summary>
    public static ErrorChain Read(string? description, Exception? exception) => (exception as IErrorChained)?.Error ?? new(description, exception);

    /// <summary>The message of the outermost exception; empty if there is none.</summary>
    public string First => _levels.Find(static level => level.Source is not null).Text ?? "";

    /// <summary>The levels that a report of that detail shows.</summary>
    public ErrorLevels Levels(ReportDetail detail) => new(_levels, detail, _isCut);

    /// <summary>The publishable reason in one line; null if nothing is known.</summary>
    public string? Reason(HealthStatus status)
    {
        string? reason = status switch
        {
            HealthStatus.Healthy => null,
            HealthStatus.Degraded => Degradation(ReportDetail.Reasons),
            _ => Text(ReportDetail.Reasons),
        };
        return reason is null ? null : LogText.Escape(reason);
    }

    /// <summary>Why an entry is degraded. Microsoft's engine copies a foreign exception's text into the description, so the description counts only
    /// without an exception; even then a check may have put such a text there itself.</summary>
    public string Degradation(ReportDetail detail) => _hasException ? Description(detail) : Redactor.Redact(_description, MaxText);

    /// <summary>The levels in one line, <c>probe check failed: unable to contact Redis host: connection refused</c>.</summary>
    public string Text(ReportDetail detail)
    {
        ErrorLevels levels = Levels(detail);
        var text = new StringBuilder();
        while (levels.MoveNext())
        {
            text.Append(text.Length == 0 || levels.Current.Length == 0 ? "" : ": ").Append(levels.Current);
        }

        return text.ToString();
    }

    /// <summary>As <see cref="Text"/> without the outermost level, which says nothing, unless it is the only one.</summary>
    public string Description(ReportDetail detail)
    {
        const string outermost = ProbeFailedException.CheckFailed + ": ";
        string text = Text(detail);
        return text.StartsWith(outermost, StringComparison.Ordinal) ? text[outermost.Length..] : text;
    }

    /// <summary>
    /// For the application's log: the exceptions with their types, stacks, and the messages that were read. The stacks come from the
    /// runtime, not from the exceptions' members.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (ErrorLevel level in _levels)
        {
            if (level.Source is { } source)
            {
                text.Append(text.Length == 0 ? "" : "\n ---> ").Append(source.GetType()).Append(": ").Append(level.Text);
            }
        }

        for (int level = _levels.Count - 1; level >= 0; level--)
        {
            if (_levels[level].Source is { } source)
            {
                text.Append('\n').Append(new StackTrace(source, fNeedFileInfo: true).ToString().TrimEnd());
            }
        }

        return text.ToString();
    }

    private void Add(Exception exception)
    {
        if (exception is ProbeException level)
        {
            _levels.Add(new(MessageOf(level), ErrorLevelKind.Message, level));
            if (level.Reason is { } reason)
            {
                _levels.Add(new(reason.Text(), ErrorLevelKind.Reason));
            }
        }
        else
        {
            _levels.Add(new(MessageOf(exception), ErrorLevelKind.Foreign, exception));
        }
    }

    // An aggregate's own text holds those of all below it, each as often as there are ways to it.
    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception is AggregateException ? "One or more errors occurred." : Keep(exception.Message);
        }
        catch (Exception)
        {
            return exception.GetType().Name;
        }
    }

    // One character more than is shown, to know that the text is longer.
    private static string Keep(string? text) => text is null ? "" : text.Length <= MaxText ? text : text[..(MaxText + 1)];
}
