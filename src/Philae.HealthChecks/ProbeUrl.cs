using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Philae.HealthChecks;

/// <summary>
/// A probe's target written as a URL, <c>scheme://user:password@host:port/path?key=value</c>, taken apart. No message of it
/// ever quotes more than the scheme, as anything else may be part of a mistyped password.
/// </summary>
public sealed class ProbeUrl
{
    private const string Hint = "a '/', '?', '#' or '@' in the user name or password must be percent-encoded";

    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    private ProbeUrl(string scheme, string host, int port)
    {
        Scheme = scheme;
        Host = host;
        Port = port;
    }

    /// <summary>In lower case.</summary>
    public string Scheme { get; }

    /// <summary>A name or an address; an IPv6 address without its brackets.</summary>
    public string Host { get; }

    /// <summary>From 1 to 65535.</summary>
    public int Port { get; }

    /// <summary>Percent-decoded. Null: the URL has none.</summary>
    public string? UserName { get; private init; }

    /// <summary>Percent-decoded. Null: the URL has none.</summary>
    public string? Password { get; private init; }

    /// <summary>What follows the first slash, percent-decoded; empty where there is nothing.</summary>
    public string Path { get; private init; } = "";

    /// <summary>The parameters in their order, percent-decoded; empty where there are none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; private init; } = [];

    /// <summary>Whether the text starts as a URL does, <c>scheme://</c>; drivers' own connection strings do not.</summary>
    /// <param name="target">The text.</param>
    public static bool IsUrl([NotNullWhen(true)] string? target)
    {
        int colon = target?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        return colon > 0 && char.IsAsciiLetter(target![0])
            && !target.AsSpan(0, colon).ContainsAnyExcept(SchemeCharacters);
    }

    /// <summary>Takes a URL apart.</summary>
    /// <param name="target">The URL.</param>
    /// <param name="schemes">The schemes that the probe knows, in lower case, each with the port that a URL without one means.</param>
    /// <param name="parameterName">How the caller's parameter is called; the error names it.</param>
    /// <exception cref="ArgumentException">The target is empty or not such a URL; the message tells what is wrong and quotes no secret.</exception>
    public static ProbeUrl Parse(string target, IReadOnlyDictionary<string, int> schemes, string parameterName = "target")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target, parameterName);
        if (!IsUrl(target))
        {
            throw new ArgumentException($"not a URL; expected {Expected(schemes)}.", parameterName);
        }

        int colon = target.IndexOf("://", StringComparison.Ordinal);
        string scheme = target[..colon].ToLowerInvariant();
        if (!schemes.TryGetValue(scheme, out int port))
        {
            throw new ArgumentException($"unknown URL scheme '{scheme}'; expected {Expected(schemes)}.", parameterName);
        }

        ReadOnlySpan<char> rest = target.AsSpan(colon + 3);
        int fragment = rest.IndexOf('#');
        rest = fragment < 0 ? rest : rest[..fragment];
        int mark = rest.IndexOf('?');
        ReadOnlySpan<char> query = mark < 0 ? "" : rest[(mark + 1)..];
        rest = mark < 0 ? rest : rest[..mark];
        int slash = rest.IndexOf('/');
        ReadOnlySpan<char> path = slash < 0 ? "" : rest[(slash + 1)..];
        ReadOnlySpan<char> authority = slash < 0 ? rest : rest[..slash];
        int at = authority.LastIndexOf('@');

        // Of "//:a@b/c@host" it would take "b", a part of the password, for the host, and ask for its address.
        if (at >= 0 && target.LastIndexOf('@') > colon + 3 + at)
        {
            throw new ArgumentException($"an '@' after the host of the URL must be percent-encoded ({Hint}).", parameterName);
        }

        (string? userName, string? password) = UserInfo(at < 0 ? "" : authority[..at]);
        ReadOnlySpan<char> host = SplitHost(authority[(at + 1)..], ref port, parameterName);
        return new ProbeUrl(scheme, host.ToString(), port)
        {
            UserName = userName,
            Password = password,
            Path = Uri.UnescapeDataString(path.ToString()),
            Query = Parameters(query),
        };
    }

    private static (string? UserName, string? Password) UserInfo(ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(':');
        string userName = Uri.UnescapeDataString((colon < 0 ? text : text[..colon]).ToString());
        return (userName.Length == 0 ? null : userName, colon < 0 ? null : Uri.UnescapeDataString(text[(colon + 1)..].ToString()));
    }

    private static ReadOnlySpan<char> SplitHost(ReadOnlySpan<char> text, ref int port, string parameterName)
    {
        int bracket = text.StartsWith("[") ? text.IndexOf(']') : -1;
        int colon = text[(bracket + 1)..].IndexOf(':');
        ReadOnlySpan<char> host = colon < 0 ? text : text[..(bracket + 1 + colon)];
        if (colon >= 0
            && (!int.TryParse(text[(bracket + colon + 2)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
        {
            throw new ArgumentException($"the port of the URL must be a number from 1 to 65535 ({Hint}).", parameterName);
        }

        bool isHost = bracket < 0
            ? Uri.CheckHostName(host.ToString()) != UriHostNameType.Unknown
            : host.Length == bracket + 1 && Uri.CheckHostName(host.ToString()) == UriHostNameType.IPv6;
        return isHost
            ? host.Trim("[]")
            : throw new ArgumentException(
                host.IsEmpty ? "the URL has no host." : $"the host of the URL is neither a name nor an address ({Hint}).", parameterName);
    }

    private static List<KeyValuePair<string, string>> Parameters(ReadOnlySpan<char> query)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        foreach (Range range in query.Split('&'))
        {
            string pair = query[range].ToString();
            if (pair.Length > 0)
            {
                int equals = pair.IndexOf('=', StringComparison.Ordinal);
                parameters.Add(equals < 0
                    ? new(Uri.UnescapeDataString(pair), "")
                    : new(Uri.UnescapeDataString(pair[..equals]), Uri.UnescapeDataString(pair[(equals + 1)..])));
            }
        }

        return parameters;
    }

    private static string Expected(IReadOnlyDictionary<string, int> schemes) =>
        string.Join(" or ", schemes.Keys.Select(static scheme => scheme + "://"));
}
