using System.Globalization;

namespace Philae.HealthChecks.Targets;

/// <summary>
/// The parts of a target that is a URL, <c>scheme://user:password@host1:port,host2:port/path?key=value</c>. It may have no host,
/// one host, several hosts, or a socket. Every probe reads its URLs with this class. No message quotes more than the scheme,
/// because anything else may be part of a mistyped password.
/// </summary>
public sealed class TargetUrl
{
    internal const string Hint = "a '/', '?', '#' or '@' in the user name or password must be percent-encoded";

    private TargetUrl(string scheme) => Scheme = scheme;

    /// <summary>The scheme in lower case, as it is written: <c>postgresql+psycopg2</c>.</summary>
    public string Scheme { get; }

    /// <summary>The hosts in their order. Empty if the URL has none.</summary>
    public IReadOnlyList<TargetHost> Hosts { get; private init; } = [];

    /// <summary>The user name, percent-decoded. Null: the URL has none.</summary>
    public string? UserName { get; private init; }

    /// <summary>The password, percent-decoded. Null: the URL has none.</summary>
    public string? Password { get; private init; }

    /// <summary>The path after the first slash, percent-decoded. Empty if there is none.</summary>
    public string Path { get; private init; } = "";

    /// <summary>The parameters in their order, percent-decoded. Empty if there are none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; private init; } = [];

    /// <summary>Parses a URL.</summary>
    /// <param name="target">The URL.</param>
    /// <param name="schemes">
    /// The schemes that the probe knows, in lower case, each with its default port. A scheme that ends in <c>+</c> stands for all
    /// schemes that begin with it: <c>postgresql+</c> for SQLAlchemy's <c>postgresql+psycopg2://</c>.
    /// </param>
    /// <param name="parameterName">The name of the caller's parameter, for the error.</param>
    /// <exception cref="ArgumentException">
    /// The target is not such a URL. The message says what is wrong. An <c>@</c> after the host and a <c>#</c> are refused,
    /// because the text before them, including the host, may be part of a password that is not percent-encoded.
    /// </exception>
    public static TargetUrl Parse(string target, IReadOnlyDictionary<string, int> schemes, string parameterName = "target") =>
        Parse(target, schemes, parameterName, isStrict: true);

    internal static TargetUrl Parse(string target, IReadOnlyDictionary<string, int> schemes, string parameterName, bool isStrict)
    {
        ArgumentNullException.ThrowIfNull(schemes);
        string text = TargetText.Clean(target, parameterName);
        string scheme = SchemeOf(text, schemes, parameterName, out int port);
        ReadOnlySpan<char> rest = text.AsSpan(scheme.Length + 3);
        ReadOnlySpan<char> authority = rest.IndexOfAny("/?#") is var end and >= 0 ? rest[..end] : rest;
        ReadOnlySpan<char> behind = rest[authority.Length..];
        int at = authority.LastIndexOf('@');

        // Of "//:a@b/c@host" it would take "b", a part of the password, for the host, and ask for its address.
        if (behind.Contains('@') && (isStrict || at >= 0 || (behind.IndexOf('#') is var hash and >= 0 && behind[hash..].Contains('@'))))
        {
            throw new ArgumentException(
                $"an '@' after the host of the URL must be percent-encoded (as %40 in a path, a database or a parameter; {Hint}).", parameterName);
        }

        if (isStrict && behind.Contains('#'))
        {
            throw new ArgumentException($"a '#' in the URL must be percent-encoded (as %23; {Hint}).", parameterName);
        }

        behind = Before(behind, '#');
        ReadOnlySpan<char> path = Before(behind, '?');
        ReadOnlySpan<char> query = path.Length < behind.Length ? behind[(path.Length + 1)..] : "";
        ReadOnlySpan<char> user = at < 0 ? "" : authority[..at];
        int colon = user.IndexOf(':');
        string userName = Decode(colon < 0 ? user : user[..colon], "the user name", parameterName);
        return new TargetUrl(scheme)
        {
            Hosts = HostsOf(authority[(at + 1)..], port, parameterName),
            UserName = userName.Length == 0 ? null : userName,
            Password = colon < 0 ? null : Decode(user[(colon + 1)..], "the password", parameterName),
            Path = path.Length == 0 ? "" : Decode(path[1..], "the path", parameterName),
            Query = Parameters(query, parameterName),
        };
    }

    private static string SchemeOf(string target, IReadOnlyDictionary<string, int> schemes, string parameterName, out int port)
    {
        string expected = string.Join(" or ", schemes.Keys.Where(static known => !known.EndsWith('+')).Select(static known => known + "://"));
        if (!ProbeUrl.IsUrl(target))
        {
            throw new ArgumentException($"not a URL; expected {expected}.", parameterName);
        }

        string scheme = target[..target.IndexOf("://", StringComparison.Ordinal)].ToLowerInvariant();
        return schemes.TryGetValue(scheme, out port) || schemes.TryGetValue(scheme[..(scheme.IndexOf('+', StringComparison.Ordinal) + 1)], out port)
            ? scheme
            : throw new ArgumentException($"unknown URL scheme '{scheme}'; expected {expected}.{NearestName.Hint(scheme, schemes.Keys)}", parameterName);
    }

    private static List<TargetHost> HostsOf(ReadOnlySpan<char> text, int defaultPort, string parameterName)
    {
        var hosts = new List<TargetHost>();
        foreach (Range range in text.Split(','))
        {
            if (!text.IsEmpty)
            {
                hosts.Add(HostOf(text[range], defaultPort, parameterName));
            }
        }

        return hosts;
    }

    private static TargetHost HostOf(ReadOnlySpan<char> text, int port, string parameterName)
    {
        int bracket = text.StartsWith("[") ? text.IndexOf(']') : -1;
        int colon = text[(bracket + 1)..].IndexOf(':');
        string host = (colon < 0 ? text : text[..(bracket + 1 + colon)]).ToString();
        if (colon >= 0
            && (!int.TryParse(text[(bracket + colon + 2)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
        {
            string brackets = text.Count(':') > 1 ? "an IPv6 address stands in brackets; " : "";
            throw new ArgumentException($"the port of the URL must be a number from 1 to 65535 ({brackets}{Hint}).", parameterName);
        }

        if (host.Length == 0)
        {
            throw new ArgumentException("the URL has no host.", parameterName);
        }

        string name = bracket < 0 ? Decode(host, "the host", parameterName) : host;
        bool isBracketed = bracket >= 0 && bracket == host.Length - 1 && Uri.CheckHostName(host) == UriHostNameType.IPv6;
        return new TargetHost(
            name.StartsWith('/') && host.StartsWith('%') ? name : TargetHost.Read(bracket < 0 || isBracketed ? name : " ", "the host of the URL", $" ({Hint})", parameterName), port);
    }

    private static List<KeyValuePair<string, string>> Parameters(ReadOnlySpan<char> query, string parameterName)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        foreach (Range range in query.Split('&'))
        {
            ReadOnlySpan<char> pair = query[range];
            if (!pair.IsEmpty)
            {
                int equals = pair.IndexOf('=');
                parameters.Add(new(
                    Decode(equals < 0 ? pair : pair[..equals], "a parameter", parameterName),
                    equals < 0 ? "" : Decode(pair[(equals + 1)..], "a parameter", parameterName)));
            }
        }

        return parameters;
    }

    private static ReadOnlySpan<char> Before(ReadOnlySpan<char> text, char end) => text.IndexOf(end) is var at and >= 0 ? text[..at] : text;

    private static string Decode(ReadOnlySpan<char> text, string part, string parameterName) =>
        TargetText.CheckPart(Uri.UnescapeDataString(text.ToString()), part, parameterName);
}
