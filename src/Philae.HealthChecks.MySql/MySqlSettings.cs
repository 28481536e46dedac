using MySqlConnector;

namespace Philae.HealthChecks.MySql;

/// <summary>The driver's settings while a target is read, and what can only be decided when all of it is.</summary>
internal sealed class MySqlSettings
{
    public MySqlConnectionStringBuilder Driver { get; } = new();

    /// <summary>What a parameter of its own says of TLS: <c>ssl-mode</c>, <c>tls</c>.</summary>
    public MySqlSslMode? Mode { get; set; }

    /// <summary>What the words of other clients say of it, <c>useSSL</c>, <c>ssl</c>, which <see cref="Mode"/> goes before.</summary>
    public MySqlSslMode? OtherMode { get; set; }

    /// <summary>JDBC's <c>verifyServerCertificate</c>.</summary>
    public bool VerifiesAuthority { get; set; }

    public void Finish()
    {
        if ((Mode ?? OtherMode) is { } mode)
        {
            Driver.SslMode = mode;
        }

        if (VerifiesAuthority && Driver.SslMode is MySqlSslMode.Preferred or MySqlSslMode.Required)
        {
            Driver.SslMode = MySqlSslMode.VerifyCA;
        }
    }
}
