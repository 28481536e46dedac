using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks;

/// <summary>
/// A probe's target written as a URL, <c>scheme://user:password@host:port/path?key=value</c>, taken apart. No message of it
/// ever quotes more than the scheme, as anything else may be part of a mistyped password.
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

    /// <summary>In lower case.</summary>
    public string Scheme { get; }

    /// <summary>A name in ASCII (<c>xn--…</c> for one beyond it), or an address; an IPv6 address without its brackets.</summary>
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
