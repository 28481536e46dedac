using MySqlConnector;

namespace Philae.HealthChecks.MySql;

/// <summary>
/// Reads a target, URL or the driver's own connection string, into a connection string. What the driver says of a bad one is
/// never passed on, as it may quote the password.
/// </summary>
internal static class MySqlTarget
{
    private static readonly Dictionary<string, int> Schemes = new() { ["mysql"] = 3306, ["mariadb"] = 3306 };

    public static string Parse(string target)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        MySqlConnectionStringBuilder settings = ProbeUrl.IsUrl(target) ? FromUrl(target) : FromConnectionString(target);
        string[] servers = settings.IsUnixSocket() ? [settings.Server] : settings.Server.Split(',');
        if (servers.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("the MySQL connection string names no server (Server=…).", nameof(target));
        }

        // A URL in this place, or 'host=… password=…', reads as one long name: with the password it would go to the name server.
        if (!settings.IsUnixSocket() && servers.Any(static server => server.AsSpan().ContainsAny(" =@")))
        {
            throw new ArgumentException("the Server of the MySQL connection string is neither a name nor an address.", nameof(target));
        }

        if (settings.Port is 0 or > 65535)
        {
            throw new ArgumentException("the port of the MySQL server must be a number from 1 to 65535.", nameof(target));
        }

        // The probe keeps the one connection that it needs itself: it must be able to close it at any time.
        settings.Pooling = false;
        return settings.IsUnixSocket() || CanBeUsed(settings.ConnectionString)
            ? settings.ConnectionString
            : throw new ArgumentException("MySqlConnector refuses these settings, as some exclude each other or are not supported here.", nameof(target));
    }

    public static bool IsUnixSocket(this MySqlConnectionStringBuilder settings) =>
        settings.ConnectionProtocol == MySqlConnectionProtocol.UnixSocket || settings.Server.StartsWith('/');

    private static MySqlConnectionStringBuilder FromUrl(string target)
    {
        ProbeUrl url = ProbeUrl.Parse(target, Schemes, nameof(target));
        if (url.Path.Contains('@'))
        {
            throw new ArgumentException("the database of the URL has an '@': a '/' in the user name or password must be percent-encoded.", nameof(target));
        }

        var settings = new MySqlConnectionStringBuilder { Server = url.Host, Port = (uint)url.Port, Database = url.Path };
        if (url.UserName is not null)
        {
            settings.UserID = url.UserName;
        }

        if (url.Password is not null)
        {
            settings.Password = url.Password;
        }

        // Where a '?' of a password was not encoded, its rest is taken for a parameter, and the '@' for a part of that.
        bool mayName = !url.Query.Any(static parameter => parameter.Key.Contains('@') || parameter.Value.Contains('@'));
        foreach ((string key, string value) in url.Query)
        {
            if (MySqlUrlParameter.Apply(settings, key, value) is { } problem)
            {
                throw new ArgumentException(
                    mayName ? $"the URL's parameter '{key}' {problem}." : $"a parameter of the URL {problem}; a '?' or '@' in the password must be percent-encoded.",
                    nameof(target));
            }
        }

        return settings;
    }

    private static MySqlConnectionStringBuilder FromConnectionString(string target)
    {
        try
        {
            return new MySqlConnectionStringBuilder(target);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            throw new ArgumentException("not a MySQL URL, and not a connection string that MySqlConnector can read.", nameof(target));
        }
    }

    // A connection reads its settings as a whole when it is first asked for one of them.
    private static bool CanBeUsed(string connectionString)
    {
        try
        {
            using var connection = new MySqlConnection(connectionString);
            return connection.ConnectionTimeout >= 0;
        }
        catch (Exception exception) when (exception is MySqlException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}
