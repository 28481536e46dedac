using System.Data.Common;
using System.Globalization;
using Npgsql;
using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>Reads a target, URL or the driver's own connection string, into the driver's settings.</summary>
internal static class PostgreSqlTarget
{
    // As SQLAlchemy, Django, GeoAlchemy and Rails' PostGIS adapter have them.
    internal static readonly Dictionary<string, int> Schemes = new()
    {
        ["postgres"] = 5432,
        ["postgresql"] = 5432,
        ["postgis"] = 5432,
        ["postgres+"] = 5432,
        ["postgresql+"] = 5432,
        ["postgis+"] = 5432,
    };

    /// <summary>The settings, and what to warn of.</summary>
    public static NpgsqlConnectionStringBuilder Parse(string target, out IReadOnlyList<string> warnings)
    {
        string text = TargetText.Clean(target);
        var settings = new PostgreSqlSettings();
        warnings = ProbeUrl.IsUrl(text) ? ReadUrl(settings, text) : ReadConnectionString(settings, text);
        NpgsqlConnectionStringBuilder driver = settings.Driver;
        if (string.IsNullOrWhiteSpace(driver.Host))
        {
            throw new ArgumentException("the PostgreSQL target names no Host; a Unix socket is the host of its folder, ?host=/run/postgresql.", nameof(target));
        }

        if (driver.Port is < 1 or > ushort.MaxValue)
        {
            throw new ArgumentException("the Port must be a number from 1 to 65535.", nameof(target));
        }

        driver.Host = string.Join(',', driver.Host.Split(',', StringSplitOptions.TrimEntries).Select(static host => ReadHost(host, nameof(target))));
        return driver;
    }

    private static IReadOnlyList<string> ReadUrl(PostgreSqlSettings settings, string target)
    {
        TargetUrl url = TargetUrl.Parse(target, Schemes);
        NpgsqlConnectionStringBuilder driver = settings.Driver;
        driver.Username = url.UserName;
        driver.Password = url.Password;
        driver.Database = url.Path.Length == 0 ? null : url.Path;
        if (url.Hosts is [var only])
        {
            (driver.Host, driver.Port) = (only.Name, only.Port);
        }
        else if (url.Hosts.Count > 1)
        {
            driver.Host = string.Join(',', url.Hosts.Select(static host => host.IsSocket
                ? throw new ArgumentException("a socket does not go with other hosts in the URL.", nameof(target))
                : host.Name.Contains(':', StringComparison.Ordinal) ? $"[{host.Name}]:{host.Port}" : $"{host.Name}:{host.Port}"));
        }

        IReadOnlyList<string> warnings = PostgreSqlParameters.Table.Apply(settings, url.Query);
        settings.Finish(nameof(target));
        return warnings;
    }

    private static IReadOnlyList<string> ReadConnectionString(PostgreSqlSettings settings, string target)
    {
        var text = new DbConnectionStringBuilder();
        try
        {
            text.ConnectionString = target;
        }
        catch (ArgumentException)
        {
            // The text may quote the password.
            throw new ArgumentException("neither a PostgreSQL URL nor a connection string that Npgsql can read (keyword=value;keyword=value; a value with a ';' or '=' in it stands in quotes).", nameof(target));
        }

        IReadOnlyList<string> warnings = PostgreSqlParameters.Table.Apply(settings, text.Keys.Cast<string>().Select(key => KeyValuePair.Create(key, (string)text[key])));
        settings.Finish(nameof(target));
        return warnings;
    }

    // Npgsql takes a port behind a host, too; an IPv6 address and the folder of a socket have colons of their own.
    private static string ReadHost(string host, string parameterName)
    {
        if (host.StartsWith('/'))
        {
            return host;
        }

        // PostgreSQL's own 'host=… password=…' reads as one long host name, which would show in errors.
        if (host.Length == 0 || host.AsSpan().ContainsAny(" =@"))
        {
            throw new ArgumentException("the Host of the PostgreSQL target is neither a name nor an address; in a connection string a ';' stands between keywords.", parameterName);
        }

        int colon = host.LastIndexOf(':');
        bool hasPort = colon >= 0 && (host.IndexOf(':', StringComparison.Ordinal) == colon || (colon > 0 && host[colon - 1] == ']'));
        if (hasPort && !(ushort.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0))
        {
            throw new ArgumentException("the Port must be a number from 1 to 65535.", parameterName);
        }

        string name = TargetHost.Read(hasPort ? host[..colon] : host, parameterName);
        return !hasPort ? name : name.Contains(':', StringComparison.Ordinal) ? $"[{name}]{host[colon..]}" : name + host[colon..];
    }
}
