using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>Reads a target, URL or the driver's own connection string, into the driver's settings.</summary>
internal static class PostgreSqlTarget
{
    private const string SslMode = "SSL Mode";

    private static readonly Dictionary<string, int> Schemes = new() { ["postgres"] = 5432, ["postgresql"] = 5432 };

    // The parameters of PostgreSQL's own URLs that Npgsql calls otherwise.
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application_name"] = "Application Name",
        ["channel_binding"] = "Channel Binding",
        ["client_encoding"] = "Client Encoding",
        ["connect_timeout"] = "Timeout",
        ["dbname"] = "Database",
        ["gssencmode"] = "GSS Encryption Mode",
        ["keepalives_idle"] = "TCP Keepalive Time",
        ["keepalives_interval"] = "TCP Keepalive Interval",
        ["krbsrvname"] = "Kerberos Service Name",
        ["sslcert"] = "SSL Certificate",
        ["sslmode"] = SslMode,
        ["sslrootcert"] = "Root Certificate",
        ["target_session_attrs"] = "Target Session Attributes",
        ["user"] = "Username",
    };

    public static NpgsqlConnectionStringBuilder Parse(string target)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        NpgsqlConnectionStringBuilder settings = ProbeUrl.IsUrl(target) ? FromUrl(target) : FromConnectionString(target);
        if (string.IsNullOrWhiteSpace(settings.Host))
        {
            throw new ArgumentException("the PostgreSQL connection string names no Host.", nameof(target));
        }

        // PostgreSQL's own 'host=… password=…' reads as one long host name, which would show in errors.
        if (settings.Host.Split(',', StringSplitOptions.TrimEntries).Any(static host => host.AsSpan().ContainsAny(" =@")))
        {
            throw new ArgumentException(
                "the Host of the PostgreSQL connection string is neither a name nor an address; a ';' stands between keywords.", nameof(target));
        }

        return settings.Port is > 0 and <= ushort.MaxValue && settings.Host.Split(',').All(HasGoodPort)
            ? settings
            : throw new ArgumentException("the Port must be a number from 1 to 65535.", nameof(target));
    }

    // Npgsql takes a port behind a host, too; an IPv6 address and the folder of a socket have colons of their own.
    private static bool HasGoodPort(string host)
    {
        string text = host.Trim();
        int colon = text.LastIndexOf(':');
        bool hasPort = colon >= 0 && text[0] != '/' && (text.IndexOf(':', StringComparison.Ordinal) == colon || text[colon - 1] == ']');
        return !hasPort || (ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0);
    }

    private static NpgsqlConnectionStringBuilder FromUrl(string target)
    {
        ProbeUrl url = ProbeUrl.Parse(target, Schemes, nameof(target));
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port,
            Username = url.UserName,
            Password = url.Password,
            Database = url.Path.Length == 0 ? null : url.Path,
        };

        // After a '?' that a password has unescaped, everything up to the '@' may be part of the password.
        bool mayBePassword = target.AsSpan(target.IndexOf('?', StringComparison.Ordinal) + 1).Contains('@');
        foreach ((string key, string value) in url.Query)
        {
            Set(settings, key, value, !mayBePassword, nameof(target));
        }

        return settings;
    }

    private static NpgsqlConnectionStringBuilder FromConnectionString(string target)
    {
        var text = new DbConnectionStringBuilder();
        try
        {
            text.ConnectionString = target;
        }
        catch (ArgumentException)
        {
            // The text may quote the password.
            throw new ArgumentException("neither a PostgreSQL URL nor a connection string that Npgsql can read.", nameof(target));
        }

        var settings = new NpgsqlConnectionStringBuilder();
        foreach (string key in text.Keys)
        {
            Set(settings, key, (string)text[key], mayName: false, nameof(target));
        }

        return settings;
    }

    // A key that Npgsql knows is no secret; any other may be what a mistyped password left behind.
    private static void Set(NpgsqlConnectionStringBuilder settings, string key, string value, bool mayName, string parameterName)
    {
        string keyword = Keywords.GetValueOrDefault(key, key);
        if (!settings.ContainsKey(keyword))
        {
            const string unknown = "neither a parameter of PostgreSQL's URLs nor a keyword of Npgsql's connection strings";
            throw new ArgumentException(
                mayName
                    ? $"'{key}' is {unknown}."
                    : $"a keyword is {unknown} (a password that holds one must be percent-encoded in a URL, quoted in a connection string).",
                parameterName);
        }

        try
        {
            bool isSslMode = keyword.Equals(SslMode, StringComparison.OrdinalIgnoreCase);
            settings[keyword] = isSslMode ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (Exception exception)
            when (exception is ArgumentException or FormatException or InvalidCastException or NotSupportedException or OverflowException)
        {
            // The driver's text may quote the value.
            throw new ArgumentException($"the value of '{key}' is not one that Npgsql knows.", parameterName);
        }
    }
}
