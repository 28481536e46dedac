using System.Buffers;
using System.Globalization;
using System.Text;

namespace Philae.HealthChecks.Errors;

/// <summary>
/// Escapes the characters that can forge a line or reorder the text around them: names, reasons and descriptions are foreign text.
/// </summary>
internal static class LogText
{
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(UnsafeCharacters());

    /// <summary>The same text with each unsafe character as <c>\u</c> and four hexadecimal digits; it stays one line.</summary>
    public static string Escape(string text)
    {
        int at = text.AsSpan().IndexOfAny(Unsafe);
        if (at < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16).Append(text, 0, at);
        foreach (char character in text.AsSpan(at))
        {
            _ = IsUnsafe(character) ? escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}") : escaped.Append(character);
        }

        return escaped.ToString();
    }

    /// <summary>Whether it is a control character, a separator of lines or paragraphs, or a mark that changes the direction of text.</summary>
    public static bool IsUnsafe(char character) => Unsafe.Contains(character);

    private static string UnsafeCharacters() =>
        string.Concat(Enumerable.Range(0, char.MaxValue + 1).Select(static code => (char)code).Where(char.IsControl))
        + "\u2028\u2029" // separators of lines and paragraphs
        + "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"; // bidirectional marks, overrides and isolates
}
