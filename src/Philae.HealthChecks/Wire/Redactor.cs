using System.Text.RegularExpressions;

namespace Philae.HealthChecks.Wire;

/// <summary>
/// Removes what looks like a credential from a text that was not written to be published: rather too much than too little.
/// Such a text may be anyone's and of any length, so each expression, once it has begun, takes what it finds or ends at the next
/// beginning: none looks through the rest of the text in vain.
/// </summary>
internal static partial class Redactor
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline;

    public static string Redact(string text)
    {
        text = Url().Replace(text, WithoutUserInfo);
        text = UnescapedUserInfo().Replace(text, "***@");
        text = UserInfo().Replace(text, "***@");
        text = SchemeAndCredential().Replace(text, "$1 ***");
        text = OtherCredential().Replace(text, "$1$2***");
        return NamedSecret().Replace(text, "$1***");
    }

    // user:password@ of a URL, up to the last '@', because people leave '@' and '/' in passwords unescaped.
    private static string WithoutUserInfo(Match url)
    {
        int at = url.Value.LastIndexOf('@');
        return at < 0 ? url.Value : "***" + url.Value[at..];
    }

    [GeneratedRegex(@"(?<=://) [^\s'""]+", Options)]
    private static partial Regex Url();

    // The same with spaces or quotes in it: .NET's Uri unescapes them when it is written out. A port is no password.
    [GeneratedRegex(@"(?<=://) [^\s/:@'""\[*]{0,64} : (?!\d{1,5}(?:\D|\z)) (?:(?!://)[^@\r\n]){1,256} @", Options)]
    private static partial Regex UnescapedUserInfo();

    // user:password@ without a scheme before it, as in Go's and JDBC's data sources.
    [GeneratedRegex(@"[^\s:@/'""(,;=*]{1,64} : (?!//) [^\s@'""]{1,128} @ (?=[\w(\[])", Options)]
    private static partial Regex UserInfo();

    // Authorization with any other scheme or none, cookies, and a JSON web token wherever it stands.
    [GeneratedRegex(
        @"( \b(?:Proxy-)?Authorization\b [""']?\s{0,3}[:=](?>\s{0,3}) ) (?!(?:Basic|Bearer|Digest|Negotiate)\s) [^\r\n,]+
        | ( \b(?:Set-)?Cookie\b [""']?\s{0,3}[:=]\s{0,3} ) [^\r\n]+
        | \beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_.-]+",
        Options)]
    private static partial Regex OtherCredential();

    // Authorization: Basic …, Bearer …
    [GeneratedRegex(@"\b(Basic|Bearer|Digest|Negotiate) \s+ [A-Za-z0-9+/_=.~-]{4,}", Options)]
    private static partial Regex SchemeAndCredential();

    // password=…, "api_key": "…", Pwd = '…' and their kin, in connection strings, query strings, headers and JSON.
    [GeneratedRegex(
        @"(
            (?: pass(?:word|phrase|wd)? | pwd | secret | token | credentials? | signature | sig | auth | session(?:[-_ ]?id)?
              | (?:api|access|account|private|secret|shared)[-_ ]?(?:access[-_ ]?)?key )
            \\*[""']? \s*[=:]\s*
        )
        (?: ""(?>(?:[^""\\]|\\.|"""")*)""?                          # quoted, a quote within doubled or escaped, the last one perhaps cut off
          | '(?>(?:[^'\\]|\\.|'')*)'?
          | \\+[""'][^""']*[""']?                                   # JSON in a JSON string
          | [^;=:""'\r\n]+(?=;)                                     # of a connection string: may have spaces
          | (?:(?![&,][""']?[\w.-]+[""']?\s*[=:])[^;\s])+           # else up to a space or the next key
        )",
        Options)]
    private static partial Regex NamedSecret();
}
