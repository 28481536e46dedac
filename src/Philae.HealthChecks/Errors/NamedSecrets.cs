namespace Philae.HealthChecks.Errors;

/// <summary>
/// Finds the value after <c>password=</c>, <c>"api_key": </c>, <c>Pwd = </c> and their like, in connection strings, query strings, headers
/// and JSON. It begins at each <c>=</c> and <c>:</c>, and reads back for the name.
/// </summary>
internal static class NamedSecrets
{
    private static readonly string[] Names =
    [
        "pass", "password", "passphrase", "passwd", "pwd", "secret", "token", "credential", "credentials", "signature", "sig", "auth", "session",
    ];

    // Of a key that is a secret: api-key, AccountKey, shared access key.
    private static readonly string[] KeyOwners = ["api", "access", "account", "private", "secret", "shared"];

    public static (int Start, int End)? Value(ReadOnlySpan<char> text, int from, bool isCut)
    {
        for (int separator = from; (separator = SecretText.IndexOfAny(text, separator, "=:")) < text.Length; separator++)
        {
            int start = SecretText.SkipWhiteSpace(text, separator + 1);
            if (start < text.Length && IsName(NameBefore(text[..separator])) && EndOfValue(text, start, isCut) is var end && end > start)
            {
                return (start, end);
            }
        }

        return null;
    }

    // What stands before white space, a quote, and the backslashes of JSON in a JSON string.
    private static ReadOnlySpan<char> NameBefore(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd();
        if (text is [.., '"' or '\''])
        {
            text = text[..^1];
        }

        return text.TrimEnd('\\');
    }

    private static bool IsName(ReadOnlySpan<char> text) =>
        EndsWithAny(text, Names)
        || (EndsWith(text, "id") && EndsWith(WithoutHyphen(text[..^2]), "session"))
        || (EndsWith(text, "key") && EndsWithAny(WithoutHyphen(text[..^3]), KeyOwners));

    private static ReadOnlySpan<char> WithoutHyphen(ReadOnlySpan<char> text) => text is [.., '-' or '_' or ' '] ? text[..^1] : text;

    private static bool EndsWithAny(ReadOnlySpan<char> text, string[] words)
    {
        foreach (string word in words)
        {
            if (EndsWith(text, word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsWith(ReadOnlySpan<char> text, ReadOnlySpan<char> word) => text.EndsWith(word, StringComparison.OrdinalIgnoreCase);

    private static int EndOfValue(ReadOnlySpan<char> text, int start, bool isCut) => text[start] switch
    {
        '"' or '\'' => EndOfQuoted(text, start),
        '\\' when EndOfEscapedJson(text, start) is var end && end > start => end,
        _ => EndOfUnquoted(text, start, isCut),
    };

    // A quote within is doubled or escaped, and the last one may be missing.
    private static int EndOfQuoted(ReadOnlySpan<char> text, int start)
    {
        for (int at = start + 1; at < text.Length; at++)
        {
            if (text[at] == '\\' || (text[at] == text[start] && at + 1 < text.Length && text[at + 1] == text[start]))
            {
                at++;
            }
            else if (text[at] == text[start])
            {
                return at + 1;
            }
        }

        return text.Length;
    }

    // The place after the backslashes of JSON in a JSON string; the start if there are none.
    private static int EndOfEscapedJson(ReadOnlySpan<char> text, int start)
    {
        int quote = start;
        while (quote < text.Length && text[quote] == '\\')
        {
            quote++;
        }

        return quote < text.Length && text[quote] is '"' or '\'' ? SecretText.SkipQuote(text, SecretText.IndexOfAny(text, quote + 1, "\"'")) : start;
    }

    // Of a connection string up to the semicolon, with spaces in it; else up to a space or the next key.
    private static int EndOfUnquoted(ReadOnlySpan<char> text, int start, bool isCut)
    {
        int end = SecretText.IndexOfAny(text, start, ";=:\"'\r\n");
        if (end > start && (end == text.Length ? isCut : text[end] == ';'))
        {
            return end;
        }

        end = start;
        while (end < text.Length && text[end] != ';' && !char.IsWhiteSpace(text[end]) && !IsBeforeKey(text, end))
        {
            end++;
        }

        return end;
    }

    private static bool IsBeforeKey(ReadOnlySpan<char> text, int at)
    {
        if (text[at] is not ('&' or ','))
        {
            return false;
        }

        int start = SecretText.SkipQuote(text, at + 1);
        int end = start;
        while (end < text.Length && (SecretText.IsWord(text[end]) || text[end] is '.' or '-'))
        {
            end++;
        }

        int separator = SecretText.SkipWhiteSpace(text, SecretText.SkipQuote(text, end));
        return end > start && separator < text.Length && text[separator] is '=' or ':';
    }
}
