using System.Net;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Reads a target, URL or the driver's own connection string, into the driver's settings.</summary>
internal static class RedisTarget
{
    public static ConfigurationOptions Parse(string target)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        ConfigurationOptions options = ProbeUrl.IsUrl(target) ? RedisUrl.Parse(target) : FromConnectionString(target);

        // A connection string can map commands itself, or imply it by naming a proxy.
        if (ReferenceEquals(options.CommandMap, CommandMap.Default))
        {
            options.CommandMap = RedisCommands.Map;
        }

        return options;
    }

    private static ConfigurationOptions FromConnectionString(string target)
    {
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(target);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            // The driver's text may quote the password.
            throw new ArgumentException("not a Redis URL, and not a connection string that StackExchange.Redis can read.", nameof(target));
        }

        // The driver takes any text for a host name, a mistyped URL with its password too, and its exceptions quote it.
        bool named = options.EndPoints.Count > 0
            && options.EndPoints.All(static server => server is not DnsEndPoint name || Uri.CheckHostName(name.Host) != UriHostNameType.Unknown);
        if (!named)
        {
            throw new ArgumentException("the Redis connection string names no server.", nameof(target));
        }

        // For the driver, port 0 is the default port: it would check another server than the one that was written.
        bool hasPort0 = target.Split(',').Any(static part => part.TrimEnd().EndsWith(":0", StringComparison.Ordinal) && !part.Contains('=', StringComparison.Ordinal));
        return hasPort0 ? throw new ArgumentException("the port of the Redis connection string must be a number from 1 to 65535.", nameof(target)) : options;
    }
}
