using System.Buffers;

namespace Philae.HealthChecks.Errors;

/// <summary>Finds the credentials in headers, and a JSON web token wherever it stands.</summary>
internal static class HeaderSecrets
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int MinCredentialLength = 4;
    private const int MinTokenLength = 8;
    private const int MaxSpaces = 3;

    private static readonly string[] Schemes = ["Basic", "Bearer", "Digest", "Negotiate"];
    private static readonly SearchValues<char> Credentials = SearchValues.Create(Letters + "+/_=.~-");
    private static readonly SearchValues<char> Base64Url = SearchValues.Create(Letters + "_-");
    private static readonly SearchValues<char> Token = SearchValues.Create(Letters + "_.-");

    /// <summary>After <c>Basic</c>, <c>Bearer</c> and their like.</summary>
    public static (int Start, int End)? Credential(ReadOnlySpan<char> text, int from, bool isCut)
    {
        for (int at = from; (at = SecretText.IndexOfAny(text, at, "BbDdNn")) < text.Length; at++)
        {
            int start = AfterScheme(text, at);
            if (start < 0)
            {
                continue;
            }

            int end = End(text, start, Credentials);
            if (end - start >= MinCredentialLength || (isCut && end == text.Length && end > start))
            {
                return (start, end);
            }
        }

        return null;
    }

    /// <summary><c>Authorization</c> with any other scheme or none, and cookies.</summary>
    public static (int Start, int End)? Header(ReadOnlySpan<char> text, int from, bool isCut)
    {
        for (int at = from; (at = SecretText.IndexOfAny(text, at, "AaCc")) < text.Length; at++)
        {
            bool isCookie = IsWord(text, at, "Cookie");
            if (!isCookie && !IsWord(text, at, "Authorization"))
            {
                continue;
            }

            int start = SecretText.SkipQuote(text, at + (isCookie ? "Cookie" : "Authorization").Length);
            start = SecretText.SkipWhiteSpace(text, start, MaxSpaces);
            if (start == text.Length || text[start] is not (':' or '='))
            {
                continue;
            }

            start = SecretText.SkipWhiteSpace(text, start + 1, MaxSpaces);
            if ((isCookie || AfterScheme(text, start) < 0) && SecretText.IndexOfAny(text, start, isCookie ? "\r\n" : "\r\n,") is var end && end > start)
            {
                return (start, end);
            }
        }

        return null;
    }

    /// <summary>A JSON web token: two parts of base64, the first of them an object.</summary>
    public static (int Start, int End)? WebToken(ReadOnlySpan<char> text, int from, bool isCut)
    {
        for (int at = from; (at = SecretText.IndexOfAny(text, at, "Ee")) < text.Length; at++)
        {
            if (!SecretText.IsWordStart(text, at) || !SecretText.StartsWith(text, at, "eyJ"))
            {
                continue;
            }

            int dot = End(text, at + 3, Base64Url);
            if (isCut && dot == text.Length)
            {
                return (at, dot);
            }

            if (dot - at - 3 >= MinTokenLength && dot < text.Length && text[dot] == '.' && End(text, dot + 1, Token) is var end && end > dot + 1)
            {
                return (at, end);
            }

            at = dot - 1; // another one that begins before ends there, too
        }

        return null;
    }

    // The place after a scheme and white space; -1 if there is none.
    private static int AfterScheme(ReadOnlySpan<char> text, int at)
    {
        foreach (string scheme in Schemes)
        {
            if (SecretText.StartsWith(text, at, scheme) && SecretText.IsWordStart(text, at))
            {
                int end = SecretText.SkipWhiteSpace(text, at + scheme.Length);
                return end > at + scheme.Length ? end : -1;
            }
        }

        return -1;
    }

    private static bool IsWord(ReadOnlySpan<char> text, int at, ReadOnlySpan<char> word) =>
        SecretText.StartsWith(text, at, word) && SecretText.IsWordStart(text, at)
        && (at + word.Length == text.Length || !SecretText.IsWord(text[at + word.Length]));

    private static int End(ReadOnlySpan<char> text, int at, SearchValues<char> characters)
    {
        int length = text[at..].IndexOfAnyExcept(characters);
        return length < 0 ? text.Length : at + length;
    }
}
