using System.Text;

namespace Philae.HealthChecks.Errors;

/// <summary>
/// Removes what looks like a credential from foreign text, and removes too much rather than too little. The text may have any length.
/// Each search looks at a character a fixed number of times at most, so its time is linear in the length of any text.
/// </summary>
internal static class Redactor
{
    private const string Mask = "***";

    // Each search expects what those before it have masked.
    private static readonly SecretSearch[] Searches =
    [
        UrlSecrets.UserInfo, UrlSecrets.UnescapedUserInfo, UrlSecrets.UserInfoWithoutScheme, HeaderSecrets.Credential, HeaderSecrets.Header, HeaderSecrets.WebToken, NamedSecrets.Value,
    ];

    public static string Redact(string text) => Redact(text, isCut: false);

    /// <summary>The beginning of a text, redacted, of at most that many characters, with an ellipsis if something is left out.</summary>
    public static string Redact(string text, int maxLength)
    {
        bool isCut = text.Length > maxLength;
        string redacted = Redact(Beginning(text, maxLength), isCut);
        return isCut || redacted.Length > maxLength ? Beginning(redacted, maxLength) + "…" : redacted;
    }

    /// <summary>The beginning of a publishable text, of at most that many characters, with an ellipsis if something is left out.</summary>
    public static string Cut(string text, int maxLength) => text.Length <= maxLength ? text : Beginning(text, maxLength) + "…";

    // The cut may remove the end of a secret, so anything that is still open at the cut counts as a secret.
    private static string Redact(string text, bool isCut)
    {
        foreach (SecretSearch search in Searches)
        {
            text = Masked(text, search, isCut);
        }

        return text;
    }

    // Does not end in half a surrogate pair.
    private static string Beginning(string text, int maxLength) =>
        text.Length <= maxLength ? text : text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];

    private static string Masked(string text, SecretSearch search, bool isCut)
    {
        StringBuilder? masked = null;
        int at = 0;
        while (search(text, at, isCut) is { } secret)
        {
            (masked ??= new StringBuilder(text.Length)).Append(text, at, secret.Start - at).Append(Mask);
            at = secret.End;
        }

        return masked?.Append(text, at, text.Length - at).ToString() ?? text;
    }
}
