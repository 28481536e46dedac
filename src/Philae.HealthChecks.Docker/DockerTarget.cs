using System.Net.Sockets;
using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.Docker;

/// <summary>Where Docker is: a socket file, or a host and port with or without TLS.</summary>
internal sealed class DockerTarget
{
    private const string SocketScheme = "unix://";

    // The port of tcp:// depends on TLS, and that may depend on the options: 0 until then.
    private static readonly Dictionary<string, int> Schemes = new() { ["unix"] = 0, ["tcp"] = 0, ["http"] = 80, ["https"] = 443 };

    private readonly TargetUrl? _url;

    private DockerTarget(UnixDomainSocketEndPoint socket) => (Socket, Tls) = (socket, false);

    private DockerTarget(TargetUrl url, bool? tls) => (_url, Tls) = (url, tls);

    /// <summary>Null: a host and port.</summary>
    public UnixDomainSocketEndPoint? Socket { get; }

    /// <summary>Null: where the options name a file for it.</summary>
    public bool? Tls { get; }

    /// <summary>Takes a target apart.</summary>
    /// <param name="target">The target.</param>
    /// <param name="parameterName">Where it came from; the error names it.</param>
    /// <param name="verifiesTls">Whether <c>tcp://</c> means TLS.</param>
    /// <exception cref="ArgumentException">It is not a target. The text quotes none of it but the scheme.</exception>
    public static DockerTarget Parse(string target, string parameterName, bool verifiesTls = false)
    {
        target = TargetText.Clean(target, parameterName);
        if (target.StartsWith(SocketScheme, StringComparison.OrdinalIgnoreCase))
        {
            return new DockerTarget(SocketFile(target[SocketScheme.Length..], parameterName));
        }

        TargetUrl url = TargetUrl.Parse(target, Schemes, parameterName);
        if (url.Hosts is not [{ IsSocket: false }])
        {
            throw new ArgumentException("the URL has no host, or more than one; a socket is unix:///path.", parameterName);
        }

        if ((url.UserName ?? url.Password) is not null || url.Query.Count > 0)
        {
            throw new ArgumentException("a Docker target has no user name, password or parameters: scheme://host:port.", parameterName);
        }

        return new DockerTarget(url, url.Scheme switch { "https" => true, "http" => false, _ => verifiesTls ? true : null });
    }

    /// <summary>What the requests are addressed to; its path ends in a slash.</summary>
    public Uri Endpoint(bool tls)
    {
        if (_url is null)
        {
            return new Uri("http://localhost/");
        }

        TargetHost host = _url.Hosts[0];
        int port = host.Port > 0 ? host.Port : tls ? 2376 : 2375;
        string path = _url.Path.Trim('/');
        return new UriBuilder(tls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, host.Name, port, path.Length > 0 ? $"/{path}/" : "/").Uri;
    }

    private static UnixDomainSocketEndPoint SocketFile(string path, string parameterName)
    {
        try
        {
            return path.StartsWith('/') ? new UnixDomainSocketEndPoint(path) : throw new ArgumentException("not an absolute path.");
        }
        catch (ArgumentException)
        {
            // Also what .NET says of a path that is longer than a socket's may be.
            throw new ArgumentException("a Docker socket is unix:///path, absolute and of at most 107 bytes.", parameterName);
        }
    }
}
