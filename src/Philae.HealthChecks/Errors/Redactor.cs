using System.Text;

namespace Philae.HealthChecks.Errors;

/// <summary>
/// Removes what looks like a credential from a text that was not written to be published: rather too much than too little.
/// Such a text may be anyone's and of any length. Each search looks at a character a fixed number of times at most, so its time grows
/// with the length of the text and no faster, whatever the text is.
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

    /// <summary>The beginning of a text, redacted, of at most so many characters, and an ellipsis where something is left out.</summary>
    public static string Redact(string text, int maxLength)
    {
        bool isCut = text.Length > maxLength;
        string redacted = Redact(Beginning(text, maxLength), isCut);
        return isCut || redacted.Length > maxLength ? Beginning(redacted, maxLength) + "…" : redacted;
    }

    /// <summary>The beginning of a text that may be published, of at most so many characters, and an ellipsis where something is left out.</summary>
    public static string Cut(string text, int maxLength) => text.Length <= maxLength ? text : Beginning(text, maxLength) + "…";

    // What is cut off may hold the end by which a secret is known: then each that is open at the cut counts as one.
    private static string Redact(string text, bool isCut)
    {
        foreach (SecretSearch search in Searches)
        {
            text = Masked(text, search, isCut);
        }

        return text;
    }

    // It ends in no half of a surrogate pair.
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
