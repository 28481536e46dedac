using System.Globalization;
using MySqlConnector;
using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.MySql;

/// <summary>Every parameter that a URL may have: the driver's own and those of other clients. docs/probes/mysql.md has the same table.</summary>
internal static class MySqlParameters
{
    private const string Pool = "a pool's: the probe keeps one connection";
    private const string Statements = "how a client sends statements and reads results";
    private const string Deadline = "the check has a deadline";
    public const string AnyCertificate = "accepts any certificate, so that anybody may be at the other end";

    /// <summary>Those that are the driver's own and not listed one by one.</summary>
    public static readonly string[] Driver =
    [
        "Server", "Host", "Port", "User ID", "User", "Uid", "Username", "Database", "Load Balance", "Connection Protocol", "Pipe Name", "Certificate File", "Certificate Store Location",
        "Certificate Thumbprint", "SSL Cert", "SSL Key", "SSL CA", "CA Certificate File", "Skip Certificate Revocation Check", "TLS Version", "TLS Cipher Suites", "Pooling", "Connection Lifetime",
        "Connection Reset", "Defer Connection Reset", "Connection Idle Ping Time", "Connection Idle Timeout", "Minimum Pool Size", "Maximum Pool Size", "DNS Check Interval",
        "Allow Load Local Infile", "Allow Public Key Retrieval", "Allow User Variables", "Allow Zero DateTime", "Application Name", "Auto Enlist", "Cancellation Timeout",
        "Character Set", "Connection Timeout", "Convert Zero DateTime", "DateTime Kind", "Default Command Timeout", "Force Synchronous", "GUID Format", "Ignore Command Transaction",
        "Ignore Prepare", "Interactive Session", "Keep Alive", "No Backslash Escapes", "Old Guids", "Persist Security Info", "Pipelining", "Server Redirection Mode",
        "Server RSA Public Key File", "Server SPN", "Treat Tiny As Boolean", "Use Affected Rows", "Use Compression", "Use XA Transactions",
    ];

    public static readonly string[] DriverSecrets = ["Password", "Pwd", "Certificate Password"];

    public static readonly TargetParameters<MySqlSettings> Table = Create();

    private static TargetParameters<MySqlSettings> Create()
    {
        var table = new TargetParameters<MySqlSettings>();
        foreach (string keyword in Driver)
        {
            table.Map(keyword, Keyword(keyword));
        }

        foreach (string keyword in DriverSecrets)
        {
            table.Map(keyword, Keyword(keyword), isSecret: true);
        }

        return table
            .Map("ssl-mode", static (settings, value) => Do(() => settings.Mode = Mode(value)), "DISABLED, PREFERRED, REQUIRED, VERIFY_CA or VERIFY_IDENTITY")
            .Map("tls", SetTls, "true, false, skip-verify or preferred")
            .Map("connect_timeout", Keyword("Connection Timeout"), "seconds")
            .Map("connectTimeout", static (settings, value) => Do(() => settings.Driver.ConnectionTimeout = (uint)Math.Ceiling(Number(value) / 1000.0)), "milliseconds")
            .Map("timeout", SetTimeout, "seconds, or a time as Go writes it, such as 5s")
            .Map("charset", Keyword("Character Set"))
            .Map("encoding", Keyword("Character Set"))
            .Map("characterEncoding", Keyword("Character Set"))
            .Map("unix_socket", SetSocket, "an absolute path")
            .Map("socket", SetSocket, "an absolute path")
            .Map("socketPath", SetSocket, "an absolute path")
            .Refuse("read_default_file", "names a file of MySQL's that MySqlConnector does not read")
            .Map("compress", Keyword("Use Compression"), "true or false")
            .Map("useCompression", Keyword("Use Compression"), "true or false")
            .Map("useSSL", static (settings, value) => Do(() => settings.SetOther(IsOn(value) ? MySqlSslMode.Required : MySqlSslMode.None)), "true or false")
            .Map("requireSSL", static (settings, value) => Do(() => settings.SetOther(IsOn(value) ? MySqlSslMode.Required : null)), "true or false")
            .Map("verifyServerCertificate", SetVerify, "true or false")
            .Map("trustServerCertificate", static (settings, value) => SetVerify(settings, IsOn(value) ? "false" : "true"), "true or false")
            .Map("ssl", SetSsl, "true, false, or {\"rejectUnauthorized\":true}")
            .Map("sslaccept", static (settings, value) => SetSsl(settings, value switch { "strict" => "true", "accept_invalid_certs" => "{\"rejectUnauthorized\":false}", _ => throw new FormatException() }), "strict or accept_invalid_certs")
            .Map("ssl_verify_cert", SetVerify, "true or false")
            .Map("ssl_verify_identity", static (settings, value) => Do(() => settings.SetOther(IsOn(value) ? MySqlSslMode.VerifyFull : null)), "true or false")
            .Map("ssl_disabled", static (settings, value) => Do(() => settings.SetOther(IsOn(value) ? MySqlSslMode.None : null)), "true or false")
            .Refuse("sslidentity", "names a file of Prisma's; 'Certificate File' names one for MySqlConnector")
            .Refuse("ssl_crl", "cannot be followed by MySqlConnector")
            .Refuse("ssl_crlpath", "cannot be followed by MySqlConnector")
            .Refuse("ssl_capath", "cannot be followed by MySqlConnector; 'ssl-ca' names a file")
            .Refuse("ssl_cipher", "is 'TLS Cipher Suites' for MySqlConnector, with other names")
            .Refuse("allowFallbackToPlaintext", "is 'ssl-mode=PREFERRED' here")
            .Refuse("serverPubKey", "names a key in Go's memory; 'Server RSA Public Key File' names a file")
            .Refuse("trustCertificateKeyStoreUrl", "names a file of Java's; 'ssl-ca' names a PEM file")
            .Refuse("clientCertificateKeyStoreUrl", "names a file of Java's; 'ssl-cert' and 'ssl-key' name PEM files")
            .PassOver(Deadline, "readTimeout", "writeTimeout", "socketTimeout", "read_timeout", "write_timeout", "socket_timeout", "pool_timeout")
            .PassOver(
                Pool, "pool", "connection_limit", "connectionLimit", "pool_size", "max_overflow", "pool_recycle", "pool_pre_ping", "pool_use_lifo", "checkout_timeout", "reaping_frequency",
                "idle_timeout", "max_connections", "min_connections", "maxIdle", "queueLimit", "waitForConnections", "enableKeepAlive", "keepAliveInitialDelay", "conn_max_age", "conn_health_checks",
                "max_connection_lifetime", "max_idle_connection_lifetime", "single_use_connections", "reconnect", "autoReconnect", "failOverReadOnly", "maxReconnects", "checkConnLiveness", "rejectReadOnly")
            .PassOver(
                Statements, "parseTime", "loc", "collation", "interpolateParams", "multiStatements", "maxAllowedPacket", "clientFoundRows", "columnsWithAlias", "timeTruncate", "tinyInt1IsBool",
                "allowNativePasswords", "allowOldPasswords", "allowAllFiles", "connectionAttributes", "serverTimezone", "connectionTimeZone", "timezone", "time_zone", "useUnicode", "useLegacyDatetimeCode",
                "zeroDateTimeBehavior", "rewriteBatchedStatements", "cachePrepStmts", "prepStmtCacheSize", "prepStmtCacheSqlLimit", "useServerPrepStmts", "allowMultiQueries", "useCursorFetch",
                "nullCatalogMeansCurrent", "dateStrings", "supportBigNumbers", "bigNumberStrings", "decimalNumbers", "multipleStatements", "namedPlaceholders", "debug", "trace", "stringifyObjects",
                "flags", "sql_mode", "init_command", "statement_cache_size", "prepared_statements", "use_unicode", "binary_prefix", "local_infile", "autocommit", "strict", "use_pure")
            .PassOver("a framework's", "serverVersion", "driver", "driverOptions", "default_dbname", "persistent", "adapter", "variables", "engine", "schema", "defaultAuth", "advisory_locks", "database_tasks", "migrations_paths")
            .Refuse("allowCleartextPasswords", "is decided by MySqlConnector: a password in clear goes over TLS alone");
    }

    private static Func<MySqlSettings, string, string?> Keyword(string keyword) => (settings, value) =>
    {
        settings.Driver[keyword] = value;
        return null;
    };

    // MySQL writes VERIFY_IDENTITY what the driver calls VerifyFull.
    private static MySqlSslMode Mode(string value) => value.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "DISABLED" or "DISABLE" or "NONE" => MySqlSslMode.None,
        "PREFERRED" or "PREFER" => MySqlSslMode.Preferred,
        "REQUIRED" or "REQUIRE" => MySqlSslMode.Required,
        "VERIFYCA" => MySqlSslMode.VerifyCA,
        "VERIFYFULL" or "VERIFYIDENTITY" => MySqlSslMode.VerifyFull,
        _ => throw new FormatException(),
    };

    // go-sql-driver's.
    private static string? SetTls(MySqlSettings settings, string value)
    {
        settings.Mode = value.ToUpperInvariant() switch
        {
            "PREFERRED" => MySqlSslMode.Preferred,
            "SKIP-VERIFY" => MySqlSslMode.Required,
            _ => IsOn(value) ? MySqlSslMode.VerifyFull : MySqlSslMode.None,
        };
        return settings.Mode == MySqlSslMode.Required ? AnyCertificate : null;
    }

    private static string? SetSsl(MySqlSettings settings, string value)
    {
        string text = value.Replace(" ", "", StringComparison.Ordinal);
        settings.SetOther(text switch
        {
            "{}" or "{\"rejectUnauthorized\":true}" => MySqlSslMode.VerifyFull,
            "{\"rejectUnauthorized\":false}" => MySqlSslMode.Required,
            _ => IsOn(text) ? MySqlSslMode.VerifyFull : MySqlSslMode.None,
        });
        return settings.OtherMode == MySqlSslMode.Required ? AnyCertificate : null;
    }

    private static string? SetVerify(MySqlSettings settings, string value)
    {
        settings.VerifiesAuthority = IsOn(value);
        return settings.VerifiesAuthority ? null : AnyCertificate;
    }

    private static string? SetSocket(MySqlSettings settings, string value)
    {
        settings.Driver.Server = value.StartsWith('/') ? value : throw new FormatException();
        return null;
    }

    private static string? SetTimeout(MySqlSettings settings, string value)
    {
        string text = value.EndsWith("ms", StringComparison.Ordinal) ? value[..^2] : value.TrimEnd('s');
        settings.Driver.ConnectionTimeout = (uint)Math.Ceiling(Number(text) / (value.EndsWith("ms", StringComparison.Ordinal) ? 1000.0 : 1.0));
        return null;
    }

    private static int Number(string value) => int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);

    private static bool IsOn(string value) => value.ToUpperInvariant() switch
    {
        "1" or "TRUE" or "ON" or "YES" => true,
        "0" or "FALSE" or "OFF" or "NO" => false,
        _ => throw new FormatException(),
    };

    private static string? Do(Action action)
    {
        action();
        return null;
    }
}
