namespace Philae.HealthChecks.Errors;

/// <summary>Finds the first secret of one kind, from a place on.</summary>
/// <param name="text">The whole text.</param>
/// <param name="from">The end of the secret found before; zero at first.</param>
/// <param name="isCut">Whether the text went on: what ends with it may be a secret whose end is missing.</param>
/// <returns>Where it stands; null: there is none.</returns>
internal delegate (int Start, int End)? SecretSearch(ReadOnlySpan<char> text, int from, bool isCut);

/// <summary>What the searches share.</summary>
internal static class SecretText
{
    public static bool IsWord(char character) => char.IsLetterOrDigit(character) || character == '_';

    /// <summary>Whether a word may begin here.</summary>
    public static bool IsWordStart(ReadOnlySpan<char> text, int at) => at == 0 || !IsWord(text[at - 1]);

    public static bool StartsWith(ReadOnlySpan<char> text, int at, ReadOnlySpan<char> word) => text[at..].StartsWith(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The place after at most that much white space.</summary>
    public static int SkipWhiteSpace(ReadOnlySpan<char> text, int at, int most = int.MaxValue)
    {
        int end = at;
        while (end < text.Length && end - at < most && char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return end;
    }

    /// <summary>The place after a quote, if there is one.</summary>
    public static int SkipQuote(ReadOnlySpan<char> text, int at) => at < text.Length && text[at] is '"' or '\'' ? at + 1 : at;

    /// <summary>The place of the first of these characters; the end of the text if there is none.</summary>
    public static int IndexOfAny(ReadOnlySpan<char> text, int at, ReadOnlySpan<char> characters)
    {
        int index = text[at..].IndexOfAny(characters);
        return index < 0 ? text.Length : at + index;
    }
}
