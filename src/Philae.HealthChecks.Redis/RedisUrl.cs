using System.Globalization;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Reads a URL, which may name several hosts, into the driver's settings.</summary>
internal static class RedisUrl
{
    private static readonly Dictionary<string, int> Schemes =
        new() { ["redis"] = 6379, ["rediss"] = 6379, ["redis-sentinel"] = 26379, ["rediss-sentinel"] = 26379 };

    public static ConfigurationOptions Parse(string target)
    {
        ProbeUrl[] hosts = [.. OneForEachHost(target).Select(url => ProbeUrl.Parse(url, Schemes, nameof(target)))];
        ProbeUrl url = hosts[0];
        bool isSentinel = url.Scheme.EndsWith("-sentinel", StringComparison.Ordinal);
        string[] path = url.Path.Split('/');
        string service = isSentinel ? path[0] : "";
        string database = isSentinel ? string.Join('/', path[1..]) : url.Path;
        int number = 0;
        if (url.Query.Count > 0 || (isSentinel && service.Length == 0)
            || (database.Length > 0 && !int.TryParse(database, NumberStyles.None, CultureInfo.InvariantCulture, out number)))
        {
            throw new ArgumentException(
                isSentinel
                    ? "a Sentinel's URL is redis-sentinel://user:password@host:port,host:port/service/database, the database being a number."
                    : "a Redis URL is redis://user:password@host:port/database, the database being a number.",
                nameof(target));
        }

        var options = new ConfigurationOptions
        {
            User = url.UserName,
            Password = url.Password,
            DefaultDatabase = number,
            ServiceName = isSentinel ? service : null,
            Ssl = url.Scheme.StartsWith("rediss", StringComparison.Ordinal),
        };
        foreach (ProbeUrl host in hosts)
        {
            options.EndPoints.TryAdd(RedisAddress.Of(host.Host, host.Port));
        }

        return options;
    }

    // A comma before the '@' belongs to the password.
    private static IEnumerable<string> OneForEachHost(string target)
    {
        int start = target.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = target.AsSpan(start).IndexOfAny('/', '?', '#') is var length and >= 0 ? start + length : target.Length;
        start += target.AsSpan(start, end - start).LastIndexOf('@') + 1;
        return target[start..end].Split(',').Select(host => string.Concat(target.AsSpan(0, start), host, target.AsSpan(end)));
    }
}
