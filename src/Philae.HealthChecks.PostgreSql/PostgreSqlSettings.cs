using System.Text.RegularExpressions;
using Npgsql;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>The driver's settings while a target is read, and what can only be decided when all of it is.</summary>
internal sealed partial class PostgreSqlSettings
{
    public NpgsqlConnectionStringBuilder Driver { get; } = new();

    /// <summary>libpq's <c>hostaddr</c>.</summary>
    public string? HostAddress { get; set; }

    /// <summary>Whether <c>sslmode</c> is said, which goes before the other clients' words for it.</summary>
    public bool HasSslMode { get; private set; }

    /// <summary>What other clients' words say of TLS.</summary>
    public SslMode? OtherSslMode { get; set; }

    /// <summary>Whether the authorities are the system's, <c>sslrootcert=system</c>.</summary>
    public bool HasSystemRoots { get; set; }

    public string? FallbackApplicationName { get; set; }

    public void SetSslMode(SslMode mode) => (Driver.SslMode, HasSslMode) = (mode, true);

    /// <summary>Adds a setting of the server's to <c>options</c>.</summary>
    /// <exception cref="FormatException">The value is no time.</exception>
    public void AddServerTimeout(string name, string value) =>
        AddOptions(Time().IsMatch(value) ? $"-c {name}={value}" : throw new FormatException());

    public void AddOptions(string options) => Driver.Options = string.IsNullOrEmpty(Driver.Options) ? options : $"{Driver.Options} {options}";

    /// <summary>Decides what depends on more than one parameter of a target.</summary>
    /// <exception cref="ArgumentException">Two parameters contradict each other.</exception>
    public void Finish(string parameterName)
    {
        Driver.ApplicationName ??= FallbackApplicationName;
        if (!HasSslMode && OtherSslMode is { } mode)
        {
            Driver.SslMode = mode;
        }

        if (HasSystemRoots)
        {
            if (HasSslMode && Driver.SslMode != SslMode.VerifyFull)
            {
                throw new ArgumentException("the parameter 'sslrootcert' asks for the system's authorities, which goes with sslmode=verify-full alone, as any host may have a certificate of theirs.", parameterName);
            }

            Driver.SslMode = SslMode.VerifyFull;
        }

        // As in libpq, a named authority is enforced. The driver would ignore it.
        if (Driver.SslMode == SslMode.Require && !string.IsNullOrEmpty(Driver.RootCertificate))
        {
            Driver.SslMode = SslMode.VerifyCA;
        }

        if (HostAddress is not null)
        {
            Driver.Host = Driver.SslMode != SslMode.VerifyFull || string.IsNullOrEmpty(Driver.Host)
                ? HostAddress
                : throw new ArgumentException("the parameter 'hostaddr' does not go with sslmode=verify-full here: Npgsql holds the certificate against what it connects to.", parameterName);
        }

        // The driver takes one only with the other; this is the system's own.
        if (Driver.TcpKeepAliveInterval > 0 && Driver.TcpKeepAliveTime == 0)
        {
            Driver.TcpKeepAliveTime = 7200;
        }
    }

    [GeneratedRegex(@"^[0-9]+(us|ms|s|min|h|d)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Time();
}
