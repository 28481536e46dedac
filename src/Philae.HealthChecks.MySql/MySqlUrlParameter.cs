using MySqlConnector;

namespace Philae.HealthChecks.MySql;

/// <summary>A parameter of a URL, by the name that other clients of MySQL know or by the driver's own.</summary>
internal static class MySqlUrlParameter
{
    private const string BadValue = "has a value that it cannot have";

    /// <summary>What is wrong with it, in words that quote nothing of it; null where it was applied.</summary>
    public static string? Apply(MySqlConnectionStringBuilder settings, string key, string value)
    {
        string name = key.Replace('_', '-').ToLowerInvariant();
        if (name is "tls" or "ssl-mode" or "sslmode")
        {
            return SetSslMode(settings, value, isGo: name == "tls");
        }

        name = name == "connect-timeout" ? nameof(settings.ConnectionTimeout) : name;
        if (!IsKnown(settings, name))
        {
            return "is not known";
        }

        try
        {
            settings[name] = value;
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return BadValue;
        }
    }

    private static bool IsKnown(MySqlConnectionStringBuilder settings, string name)
    {
        try
        {
            _ = settings[name];
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // MySQL writes VERIFY_IDENTITY what the driver calls VerifyFull. 'tls' is go-sql-driver's.
    private static string? SetSslMode(MySqlConnectionStringBuilder settings, string value, bool isGo)
    {
        MySqlSslMode? mode = value.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() switch
        {
            "PREFERRED" => MySqlSslMode.Preferred,
            "TRUE" when isGo => MySqlSslMode.VerifyFull,
            "SKIPVERIFY" when isGo => MySqlSslMode.Required,
            "FALSE" when isGo => MySqlSslMode.None,
            "REQUIRED" when !isGo => MySqlSslMode.Required,
            "VERIFYCA" when !isGo => MySqlSslMode.VerifyCA,
            "VERIFYFULL" or "VERIFYIDENTITY" when !isGo => MySqlSslMode.VerifyFull,
            "DISABLED" or "NONE" when !isGo => MySqlSslMode.None,
            _ => null,
        };
        settings.SslMode = mode ?? settings.SslMode;
        return mode is null ? BadValue : null;
    }
}
