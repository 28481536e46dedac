using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Philae.HealthChecks.Targets;

/// <summary>Cleans a target that was pasted, or read from a file or a variable. No message quotes any part of the target.</summary>
public static class TargetText
{
    private const string Quotes = "\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb";

    /// <summary>Returns the target without the white space around it. A secret that was created with <c>echo</c> has such white space.</summary>
    /// <param name="target">A URL or a connection string.</param>
    /// <param name="parameterName">The name of the caller's parameter, for the error.</param>
    /// <exception cref="ArgumentException">The target is empty, is in quotes, or holds a line break or another invisible character where it may be part of a value.</exception>
    public static string Clean([NotNull] string? target, string parameterName = "target")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target, parameterName);
        string text = target.Trim().Trim('\uFEFF').Trim();
        if (text.Length == 0 || Quotes.Contains(text[0], StringComparison.Ordinal)
            || (ProbeUrl.IsUrl(text) && Quotes.Contains(text[^1], StringComparison.Ordinal)))
        {
            throw new ArgumentException("the target begins or ends with a quotation mark: write it without quotes.", parameterName);
        }

        return HasInvisible(text)
            ? throw new ArgumentException(
                "the target has a line break or another invisible character in it. A secret that was made with 'echo' ends in one ('echo -n' leaves it out).", parameterName)
            : text;
    }

    /// <summary>Refuses a decoded part of a target that holds a control character.</summary>
    internal static string CheckPart(string text, string part, string parameterName) => text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.Contains('\u007f', StringComparison.Ordinal)
        ? throw new ArgumentException($"{part} of the URL holds a line break or another control character (percent-encoded, such as %0A).", parameterName)
        : text;

    // Connection strings are often written in several lines: white space beside a separator is no part of a value.
    private static bool HasInvisible(string text)
    {
        bool isUrl = ProbeUrl.IsUrl(text);
        for (int at = 0; at < text.Length; at++)
        {
            if ((char.IsControl(text[at]) || char.GetUnicodeCategory(text[at]) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                && (isUrl || !char.IsWhiteSpace(text[at]) || !IsBesideSeparator(text, at)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBesideSeparator(string text, int at)
    {
        int before = text.AsSpan(0, at).TrimEnd().Length - 1;
        ReadOnlySpan<char> after = text.AsSpan(at).TrimStart();
        return (before >= 0 && text[before] is ';' or ',') || (after.Length > 0 && after[0] is ';' or ',');
    }
}
