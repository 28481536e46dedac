namespace Philae.HealthChecks.Errors;

/// <summary>Finds the <c>user:password</c> before a host.</summary>
internal static class UrlSecrets
{
    private const string AfterScheme = "://";
    private const int MaxUserLength = 64;
    private const int MaxPasswordLength = 128;
    private const int MaxUnescapedLength = 256;

    /// <summary>Of a URL, up to the last <c>@</c>, because people leave <c>@</c> and <c>/</c> in passwords unescaped.</summary>
    public static (int Start, int End)? UserInfo(ReadOnlySpan<char> text, int from, bool isCut)
    {
        for (int start = Next(text, from); start >= 0; start = Next(text, from))
        {
            int end = EndOfUrl(text, start);
            int at = text[start..end].LastIndexOf('@');
            if (isCut && end == text.Length && end > start)
            {
                return (start, end);
            }

            if (at >= 0)
            {
                return (start, start + at);
            }

            from = end;
        }

        return null;
    }

    /// <summary>The same with spaces or quotes in it: .NET's Uri unescapes them when it is written out. A port is no password.</summary>
    public static (int Start, int End)? UnescapedUserInfo(ReadOnlySpan<char> text, int from, bool isCut)
    {
        for (int start = Next(text, from); start >= 0; start = Next(text, start))
        {
            int colon = start;
            while (colon < text.Length && colon - start < MaxUserLength && !char.IsWhiteSpace(text[colon]) && !"/:@'\"[*".Contains(text[colon]))
            {
                colon++;
            }

            if (colon == text.Length || text[colon] != ':' || IsPort(text[(colon + 1)..]))
            {
                continue;
            }

            int end = colon + 1;
            while (end < text.Length && end - colon <= MaxUnescapedLength && !"@\r\n".Contains(text[end]) && !text[end..].StartsWith(AfterScheme))
            {
                end++;
            }

            if (end > colon + 1 && (end == text.Length ? isCut : text[end] == '@'))
            {
                return (start, end);
            }
        }

        return null;
    }

    /// <summary>Without a scheme before it, as in Go's and JDBC's data sources.</summary>
    public static (int Start, int End)? UserInfoWithoutScheme(ReadOnlySpan<char> text, int from, bool isCut)
    {
        int end = from;
        for (int colon = from; (colon = SecretText.IndexOfAny(text, colon, ":")) < text.Length; colon++)
        {
            int start = colon;
            while (start > from && colon - start < MaxUserLength && !char.IsWhiteSpace(text[start - 1]) && !":@/'\"(,;=*".Contains(text[start - 1]))
            {
                start--;
            }

            // One end serves all colons before it.
            end = end > colon ? end : EndOfPassword(text, colon + 1);
            if (start < colon && end - colon - 1 is >= 1 and <= MaxPasswordLength && !text[(colon + 1)..].StartsWith("//") && IsBeforeHost(text, end, isCut))
            {
                return (start, end);
            }
        }

        return null;
    }

    private static bool IsBeforeHost(ReadOnlySpan<char> text, int at, bool isCut) =>
        at == text.Length ? isCut
        : text[at] == '@' && (at + 1 == text.Length ? isCut : SecretText.IsWord(text[at + 1]) || text[at + 1] is '(' or '[');

    private static bool IsPort(ReadOnlySpan<char> text)
    {
        int digits = 0;
        while (digits < text.Length && digits <= 5 && char.IsDigit(text[digits]))
        {
            digits++;
        }

        return digits is >= 1 and <= 5;
    }

    private static int EndOfUrl(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('\'' or '"'))
        {
            at++;
        }

        return at;
    }

    private static int EndOfPassword(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('@' or '\'' or '"'))
        {
            at++;
        }

        return at;
    }

    // The place after the next scheme; -1 if there is none.
    private static int Next(ReadOnlySpan<char> text, int from)
    {
        int index = text[from..].IndexOf(AfterScheme);
        return index < 0 ? -1 : from + index + AfterScheme.Length;
    }
}
