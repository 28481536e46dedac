using System.Text.RegularExpressions;

namespace Philae.HealthChecks.Wire;

/// <summary>Removes what looks like a credential from a text that was not written to be published.</summary>
internal static partial class Redactor
{
    public static string Redact(string text) => SchemeAndCredential().Replace(NamedSecret().Replace(UserInfo().Replace(text, "***@"), "$1***"), "$1 ***");

    // user:password@ of a URL. Greedy, because people leave '@' and '/' in passwords unescaped.
    [GeneratedRegex(@"(?<=://)[^\s'""]*@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    // password=…, "api_key": "…", Pwd = '…' and their kin, in connection strings, query strings and JSON.
    [GeneratedRegex(
        @"((?:pass(?:word|phrase|wd)?|pwd|secret|token|credentials?|signature|sig|(?:api|access|account|private|shared)[-_ ]?(?:access[-_ ]?)?key)[""']?\s*[=:]\s*)(?:""[^""]*""|'[^']*'|[^;,&\s}]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedSecret();

    // Authorization: Basic …, Bearer …
    [GeneratedRegex(@"\b(Basic|Bearer|Digest|Negotiate)\s+[A-Za-z0-9+/_=.~-]{4,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SchemeAndCredential();
}
