using MySqlConnector;

namespace Philae.HealthChecks.MySql;

/// <summary>The driver's settings while a target is read, and what can only be decided when all of it is.</summary>
internal sealed class MySqlSettings
{
    public MySqlConnectionStringBuilder Driver { get; } = new();

    /// <summary>What a parameter of its own says of TLS: <c>ssl-mode</c>, <c>tls</c>.</summary>
    public MySqlSslMode? Mode { get; set; }

    /// <summary>What the words of other clients say of it, <c>useSSL</c>, <c>ssl</c>, which <see cref="Mode"/> goes before.</summary>
    public MySqlSslMode? OtherMode { get; private set; }

    /// <summary>JDBC's <c>verifyServerCertificate</c>.</summary>
    public bool VerifiesAuthority { get; set; }

    /// <summary>Takes one of those words; of several the strictest counts. Null: it says nothing.</summary>
    public void SetOther(MySqlSslMode? mode) => OtherMode = mode is null || OtherMode > mode ? OtherMode : mode;

    public void Finish()
    {
        // A named authority is enforced, unless ssl-mode says otherwise.
        VerifiesAuthority |= Mode is null && OtherMode is not MySqlSslMode.None && Driver.SslCa.Length > 0;
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
