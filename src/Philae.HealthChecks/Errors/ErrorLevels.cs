namespace Philae.HealthChecks.Errors;

/// <summary>What a level of an error is.</summary>
internal enum ErrorLevelKind
{
    /// <summary>A message of a <see cref="ProbeException"/>, which is published.</summary>
    Message,

    /// <summary>The reason of the level before; nothing below it is published.</summary>
    Reason,

    /// <summary>Foreign text, which is published only with <see cref="ReportDetail.ExceptionText"/>.</summary>
    Foreign,
}

/// <summary>One level of an error.</summary>
/// <param name="Text">Its beginning, neither cut to length nor redacted yet.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Source">The exception that it was read from; null if it is a reason or a description.</param>
internal readonly record struct ErrorLevel(string Text, ErrorLevelKind Kind, Exception? Source = null);

/// <summary>Walks the levels of an error that a report shows, outermost first.</summary>
/// <param name="levels">All levels.</param>
/// <param name="detail">What the report shows.</param>
/// <param name="isCut">Whether more levels lie below, or the cause is unknown.</param>
internal struct ErrorLevels(List<ErrorLevel> levels, ReportDetail detail, bool isCut)
{
    private int _next;

    /// <summary>The text of this level.</summary>
    public string Current { get; private set; } = "";

    /// <summary>After the last level: whether a cause lies below it whose text is not published.</summary>
    public bool EndsInForeignCause { get; private set; }

    public bool MoveNext()
    {
        bool withText = detail == ReportDetail.ExceptionText;
        if (_next == levels.Count)
        {
            EndsInForeignCause = isCut;
            return false;
        }

        ErrorLevel level = levels[_next];
        bool isBelowReason = _next > 0 && levels[_next - 1].Kind == ErrorLevelKind.Reason;
        if (!withText && (isBelowReason || level.Kind == ErrorLevelKind.Foreign))
        {
            EndsInForeignCause = !isBelowReason;
            return false;
        }

        Current = level.Kind == ErrorLevelKind.Foreign ? Redactor.Redact(level.Text, ErrorChain.MaxText) : Redactor.Cut(level.Text, ErrorChain.MaxText);
        _next++;
        return true;
    }
}
