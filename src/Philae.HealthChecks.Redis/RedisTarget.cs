using System.Net;
using Philae.HealthChecks.Targets;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Reads a target, URL or the driver's own connection string, into the driver's settings.</summary>
internal static class RedisTarget
{
    /// <summary>The settings, and what to warn of.</summary>
    public static ConfigurationOptions Parse(string target, out IReadOnlyList<string> warnings)
    {
        string text = TargetText.Clean(target);
        warnings = [];
        ConfigurationOptions options = ProbeUrl.IsUrl(text) ? RedisUrl.Parse(text, out warnings) : FromConnectionString(text);

        // A connection string can map commands itself, or imply it by naming a proxy.
        if (ReferenceEquals(options.CommandMap, CommandMap.Default))
        {
            options.CommandMap = RedisCommands.Map;
        }

        return options;
    }

    private static ConfigurationOptions FromConnectionString(string target)
    {
        CheckServers(target);
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(target);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            // The driver's text may quote the password.
            throw new ArgumentException("not a Redis URL, and not a connection string that StackExchange.Redis can read (host:port,keyword=value,keyword=value).", nameof(target));
        }

        if (options.EndPoints.Count == 0)
        {
            throw new ArgumentException("the Redis connection string names no server.", nameof(target));
        }

        for (int at = 0; at < options.EndPoints.Count; at++)
        {
            if (options.EndPoints[at] is DnsEndPoint name)
            {
                options.EndPoints[at] = new DnsEndPoint(TargetHost.Read(name.Host), name.Port);
            }
        }

        return options;
    }

    // The driver takes any text without a '=' for a server, wherever it stands: behind a password with a ',' in it, the rest of the password,
    // which it would ask the name server for.
    private static void CheckServers(string target)
    {
        bool isBehindKeyword = false;
        foreach (string part in target.Split(',').Select(static part => part.Trim()))
        {
            if (part.Contains('=', StringComparison.Ordinal))
            {
                isBehindKeyword = true;
                continue;
            }

            if (part.Length > 0 && isBehindKeyword)
            {
                throw new ArgumentException(
                    "the servers of a Redis connection string stand before its keywords; a password with a ',' in it goes into a URL, as %2C.", nameof(target));
            }

            if (part.Contains('@', StringComparison.Ordinal))
            {
                throw new ArgumentException("a server of the Redis connection string has an '@'; a user and password are user=…,password=… there.", nameof(target));
            }

            // For the driver, port 0 is the default port: it would check another server than the one that was written.
            if (part.EndsWith(":0", StringComparison.Ordinal) && !part.EndsWith("::0", StringComparison.Ordinal))
            {
                throw new ArgumentException("the port of the Redis connection string must be a number from 1 to 65535.", nameof(target));
            }
        }
    }
}
