using System.Globalization;
using System.Net.Sockets;
using Philae.HealthChecks.Targets;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Reads a URL, which may name several hosts or a socket, into the driver's settings.</summary>
internal static class RedisUrl
{
    internal static readonly Dictionary<string, int> Schemes = new()
    {
        ["redis"] = 6379,
        ["rediss"] = 6379,
        ["redis-sentinel"] = 26379,
        ["rediss-sentinel"] = 26379,
        ["redis+sentinel"] = 26379,
        ["rediss+sentinel"] = 26379,
        ["valkey"] = 6379,
        ["valkeys"] = 6379,
        ["unix"] = 6379,
        ["redis+socket"] = 6379,
        ["redis+unix"] = 6379,
        ["redis-socket"] = 6379,
    };

    public static ConfigurationOptions Parse(string target, out IReadOnlyList<string> warnings)
    {
        TargetUrl url = TargetUrl.Parse(target, Schemes);
        bool isSentinel = url.Scheme.EndsWith("sentinel", StringComparison.Ordinal);
        var options = new ConfigurationOptions
        {
            User = url.UserName,
            Password = url.Password,
            DefaultDatabase = 0,
            Ssl = url.Scheme.StartsWith("rediss", StringComparison.Ordinal) || url.Scheme == "valkeys",
        };
        if (url.Scheme is "unix" or "redis+socket" or "redis+unix" or "redis-socket")
        {
            options.EndPoints.Add(Socket(url, nameof(target)));
        }
        else
        {
            ReadPath(options, url, isSentinel, nameof(target));
            foreach (TargetHost host in url.Hosts)
            {
                options.EndPoints.TryAdd(host.IsSocket
                    ? throw new ArgumentException("a socket is unix:///path in a Redis URL.", nameof(target))
                    : RedisAddress.Of(host.Name, host.Port));
            }

            if (url.Hosts.Count == 0)
            {
                throw new ArgumentException("the URL has no host.", nameof(target));
            }
        }

        bool asksForTls = options.Ssl;
        warnings = RedisParameters.Table.Apply(options, url.Query);
        if (asksForTls && !options.Ssl)
        {
            throw new ArgumentException($"the scheme {url.Scheme}:// asks for TLS, and the parameter 'ssl' or 'tls' for none.", nameof(target));
        }

        if (url.Query.Any(static parameter => parameter.Key.Replace('-', '_').Replace("_", "", StringComparison.Ordinal).Equals("sslcacerts", StringComparison.OrdinalIgnoreCase)) && warnings.Any(static warning => warning.EndsWith(RedisParameters.AnyHost, StringComparison.Ordinal)))
        {
            throw new ArgumentException("the parameter 'ssl_ca_certs' goes with the verification of the host's name alone: StackExchange.Redis checks both or nothing.", nameof(target));
        }

        return isSentinel == options.ServiceName is not null ? options : throw Bad(isSentinel, nameof(target));
    }

    private static void ReadPath(ConfigurationOptions options, TargetUrl url, bool isSentinel, string parameterName)
    {
        // "/0/" is as good as "/0".
        string[] path = url.Path.EndsWith('/') ? url.Path[..^1].Split('/') : url.Path.Split('/');
        string database = isSentinel ? string.Join('/', path[1..]) : string.Join('/', path);
        int number = 0;
        if ((isSentinel && path[0].Length == 0 && path.Length > 1)
            || (database.Length > 0 && !int.TryParse(database, NumberStyles.None, CultureInfo.InvariantCulture, out number)))
        {
            throw Bad(isSentinel, parameterName);
        }

        options.DefaultDatabase = number;
        options.ServiceName = isSentinel && path[0].Length > 0 ? path[0] : null;
    }

    private static UnixDomainSocketEndPoint Socket(TargetUrl url, string parameterName)
    {
        try
        {
            return url.Hosts.Count == 0 && url.Path.Length > 0 ? new UnixDomainSocketEndPoint('/' + url.Path) : throw new ArgumentException("no path");
        }
        catch (ArgumentException)
        {
            // Also what .NET says of a path that is longer than a socket's may be.
            throw new ArgumentException("a Redis socket is unix:///path or redis+socket:///path, absolute and of at most 107 bytes, and no host.", parameterName);
        }
    }

    private static ArgumentException Bad(bool isSentinel, string parameterName) => new(
        isSentinel
            ? "a Sentinel's URL is redis-sentinel://user:password@host:port,host:port/service/database, the database being a number."
            : "a Redis URL is redis://user:password@host:port/database, the database being a number.",
        parameterName);
}
