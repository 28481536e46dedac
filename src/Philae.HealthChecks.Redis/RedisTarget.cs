using System.Globalization;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Reads a target, URL or the driver's own connection string, into the driver's settings.</summary>
internal static class RedisTarget
{
    private static readonly Dictionary<string, int> Schemes = new() { ["redis"] = 6379, ["rediss"] = 6379 };

    public static ConfigurationOptions Parse(string target)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        ConfigurationOptions options = ProbeUrl.IsUrl(target) ? FromUrl(target) : FromConnectionString(target);

        // A refused or failed connection is known at once and with its cause, instead of after the driver's retries.
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        return options;
    }

    private static ConfigurationOptions FromUrl(string target)
    {
        ProbeUrl url = ProbeUrl.Parse(target, Schemes, nameof(target));
        int database = 0;
        if (url.Query.Count > 0 || (url.Path.Length > 0
            && !int.TryParse(url.Path, NumberStyles.None, CultureInfo.InvariantCulture, out database)))
        {
            throw new ArgumentException("a Redis URL is redis://user:password@host:port/database, the database being a number.", nameof(target));
        }

        return new ConfigurationOptions
        {
            EndPoints = { { url.Host, url.Port } },
            User = url.UserName,
            Password = url.Password,
            DefaultDatabase = database,
            Ssl = url.Scheme == "rediss",
            SslHost = url.Scheme == "rediss" ? url.Host : null,
        };
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

        return options.EndPoints.Count > 0 ? options : throw new ArgumentException("the Redis connection string names no server.", nameof(target));
    }
}
