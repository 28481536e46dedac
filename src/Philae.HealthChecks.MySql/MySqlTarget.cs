using MySqlConnector;
using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.MySql;

/// <summary>
/// Reads a target, URL or the driver's own connection string, into a connection string. What the driver says of a bad one is
/// never passed on, as it may quote the password.
/// </summary>
internal static class MySqlTarget
{
    // As Rails, Django and SQLAlchemy have them.
    internal static readonly Dictionary<string, int> Schemes = new() { ["mysql"] = 3306, ["mariadb"] = 3306, ["mysql2"] = 3306, ["mysql+"] = 3306, ["mariadb+"] = 3306 };

    public static string Parse(string target) => Parse(target, out _);

    /// <summary>The connection string, and what to warn of.</summary>
    public static string Parse(string target, out IReadOnlyList<string> warnings)
    {
        string text = TargetText.Clean(target);
        warnings = [];
        MySqlConnectionStringBuilder settings = ProbeUrl.IsUrl(text) ? FromUrl(text, out warnings) : FromConnectionString(text);
        if (!settings.IsUnixSocket())
        {
            settings.Server = string.Join(',', settings.Server.Split(',').Select(static server => ReadServer(server, nameof(target))));
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

    private static string ReadServer(string server, string parameterName)
    {
        if (string.IsNullOrWhiteSpace(server))
        {
            throw new ArgumentException("the MySQL connection string names no server (Server=…).", parameterName);
        }

        // A URL in this place, or 'host=… password=…', reads as one long name: with the password it would go to the name server.
        return server.AsSpan().Trim().ContainsAny(" =@")
            ? throw new ArgumentException("the Server of the MySQL connection string is neither a name nor an address.", parameterName)
            : TargetHost.Read(server.Trim(), parameterName);
    }

    private static MySqlConnectionStringBuilder FromUrl(string target, out IReadOnlyList<string> warnings)
    {
        TargetUrl url = TargetUrl.Parse(target, Schemes);
        var settings = new MySqlSettings();
        MySqlConnectionStringBuilder driver = settings.Driver;
        driver.Server = string.Join(',', url.Hosts.Select(static host => host.Name));
        driver.Database = url.Path;
        if (url.Hosts.Select(static host => host.Port).Distinct().Count() > 1 || (url.Hosts.Count > 1 && url.Hosts.Any(static host => host.IsSocket)))
        {
            throw new ArgumentException("the hosts of a MySQL URL must have one port, as MySqlConnector knows one for all of them, and a socket stands alone.", nameof(target));
        }

        driver.Port = (uint)(url.Hosts.Count > 0 ? url.Hosts[0].Port : Schemes["mysql"]);
        driver.UserID = url.UserName ?? driver.UserID;
        driver.Password = url.Password ?? driver.Password;
        warnings = MySqlParameters.Table.Apply(settings, url.Query);
        settings.Finish();
        if (driver.SslMode >= MySqlSslMode.VerifyCA)
        {
            warnings = [.. warnings.Select(static warning => warning.Replace(MySqlParameters.AnyCertificate, "has no effect beside a stricter one", StringComparison.Ordinal))];
        }

        return driver.Server.Length > 0 ? driver : throw new ArgumentException("the URL has no host; 'unix_socket' names a Unix socket.", nameof(target));
    }

    private static MySqlConnectionStringBuilder FromConnectionString(string target)
    {
        try
        {
            return new MySqlConnectionStringBuilder(target);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            throw new ArgumentException("not a MySQL URL, and not a connection string that MySqlConnector can read (keyword=value;keyword=value; a value with a ';' or '=' in it stands in quotes).", nameof(target));
        }
    }

    // A connection reads all its settings when the first of them is used.
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
