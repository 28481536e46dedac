using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks;

/// <summary>
/// The parts of a target that is a URL, <c>scheme://user:password@host:port/path?key=value</c>. No message quotes more than the
/// scheme, because anything else may be part of a mistyped password.
/// </summary>
public sealed class ProbeUrl
{
    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    private ProbeUrl(string scheme, string host, int port)
    {
        Scheme = scheme;
        Host = host;
        Port = port;
    }

    /// <summary>The scheme in lower case.</summary>
    public string Scheme { get; }

    /// <summary>The host: a name in ASCII (<c>xn--…</c> for a name with other characters), or an address. An IPv6 address has no brackets.</summary>
    public string Host { get; }

    /// <summary>The port, from 1 to 65535.</summary>
    public int Port { get; }

    /// <summary>The user name, percent-decoded. Null: the URL has none.</summary>
    public string? UserName { get; private init; }

    /// <summary>The password, percent-decoded. Null: the URL has none.</summary>
    public string? Password { get; private init; }

    /// <summary>The path after the first slash, percent-decoded. Empty if there is none.</summary>
    public string Path { get; private init; } = "";

    /// <summary>The parameters in their order, percent-decoded. Empty if there are none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; private init; } = [];

    /// <summary>Whether the text starts like a URL, with <c>scheme://</c>. A driver's own connection string does not.</summary>
    /// <param name="target">The text.</param>
    public static bool IsUrl([NotNullWhen(true)] string? target)
    {
        int colon = target?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        return colon > 0 && char.IsAsciiLetter(target![0])
            && !target.AsSpan(0, colon).ContainsAnyExcept(SchemeCharacters);
    }

    /// <summary>Parses a URL.</summary>
    /// <param name="target">The URL.</param>
    /// <param name="schemes">The schemes that the probe knows, in lower case, each with its default port.</param>
    /// <param name="parameterName">The name of the caller's parameter, for the error.</param>
    /// <exception cref="ArgumentException">The target is empty or not such a URL. The message says what is wrong and quotes no secret.</exception>
    public static ProbeUrl Parse(string target, IReadOnlyDictionary<string, int> schemes, string parameterName = "target")
    {
        TargetUrl url = TargetUrl.Parse(target, schemes, parameterName, isStrict: false);
        if (url.Hosts.Count == 0)
        {
            throw new ArgumentException("the URL has no host.", parameterName);
        }

        TargetHost host = url.Hosts[0];
        return url.Hosts.Count > 1 || host.IsSocket
            ? throw new ArgumentException($"the host of the URL is neither a name nor an address (several hosts, or a socket, are not taken here; {TargetUrl.Hint}).", parameterName)
            : new ProbeUrl(url.Scheme, host.Name, host.Port) { UserName = url.UserName, Password = url.Password, Path = url.Path, Query = url.Query };
    }
}
