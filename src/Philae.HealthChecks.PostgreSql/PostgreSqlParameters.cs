using System.Globalization;
using Npgsql;
using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>Every parameter that a target may have: libpq's, the driver's own and those of other clients. docs/probes/postgresql.md has the same table.</summary>
internal static class PostgreSqlParameters
{
    private const string Pool = "a pool's: the probe keeps one connection";
    private const string Statements = "how a client sends statements";
    private const string Framework = "a framework's";

    /// <summary>Those that are the driver's own and not listed one by one.</summary>
    public static readonly string[] Driver =
    [
        "Host", "Server", "Port", "Database", "DB", "Username", "User Name", "User Id", "UID", "Passfile", "Application Name", "Enlist", "Search Path",
        "Timezone", "SSL Key", "GSS Encryption Mode", "SSL Certificate", "Root Certificate", "Check Certificate Revocation", "Kerberos Service Name",
        "Include Realm", "Persist Security Info", "Log Parameters", "Include Error Detail", "Include Failed Batched Command", "Channel Binding",
        "SSL Negotiation", "Pooling", "Minimum Pool Size", "Maximum Pool Size", "Connection Idle Lifetime", "Connection Pruning Interval", "Connection Lifetime",
        "Timeout", "Command Timeout", "Cancellation Timeout", "Target Session Attributes", "Host Recheck Seconds", "Keepalive", "TCP Keepalive", "TCP Keepalive Time",
        "TCP Keepalive Interval", "Read Buffer Size", "Write Buffer Size", "Socket Receive Buffer Size", "Socket Send Buffer Size", "Max Auto Prepare",
        "Auto Prepare Min Usages", "No Reset On Close", "Array Nullability Mode", "Multiplexing", "Write Coalescing Buffer Threshold Bytes",
    ];

    /// <summary>The driver's own that are secrets.</summary>
    public static readonly string[] DriverSecrets = ["Password", "PSW", "PWD", "SSL Password"];

    public static readonly TargetParameters<PostgreSqlSettings> Table = Create();

    private static TargetParameters<PostgreSqlSettings> Create()
    {
        var table = new TargetParameters<PostgreSqlSettings>();
        foreach (string keyword in Driver)
        {
            table.Map(keyword, Keyword(keyword));
        }

        foreach (string keyword in DriverSecrets)
        {
            table.Map(keyword, Keyword(keyword), isSecret: true);
        }

        return table
            .Map("sslmode", SetSslMode, "disable, allow, prefer, require, verify-ca, verify-full or no-verify")
            .Map("options", static (settings, value) => Do(() => settings.AddOptions(value)))
            .Map("client_encoding", static (settings, value) => Do(() => settings.Driver.ClientEncoding = value == "auto" ? null : value))
            .Map("load_balance_hosts", static (settings, value) => Do(() => settings.Driver.LoadBalanceHosts = value == "random" || (value != "disable" && IsOn(value))), "random or disable")
            .Map("require_auth", SetRequiredAuthentication, "password, md5, gss, sspi, scram-sha-256 or none, with commas between")
            .Map("connect_timeout", SetTimeout, "seconds, at most 1024")
            .Map("dbname", Keyword("Database"))
            .Map("user", Keyword("Username"))
            .Map("hostaddr", static (settings, value) => Do(() => settings.HostAddress = value))
            .Map("fallback_application_name", static (settings, value) => Do(() => settings.FallbackApplicationName = value))
            .Map("gssencmode", Keyword("GSS Encryption Mode"), "disable, prefer or require")
            .Map("krbsrvname", Keyword("Kerberos Service Name"))
            .Map("sslcert", Keyword("SSL Certificate"))
            .Map("sslrootcert", static (settings, value) => Do(() => (settings.HasSystemRoots, settings.Driver.RootCertificate) = (value == "system", value == "system" ? null : value)))
            .Map("target_session_attrs", Keyword("Target Session Attributes"))
            .Map("keepalives", static (settings, value) => Do(() => settings.Driver.TcpKeepAlive = IsOn(value)), "1 or 0")
            .Map("keepalives_idle", Keyword("TCP Keepalive Time"), "seconds")
            .Map("keepalives_interval", Keyword("TCP Keepalive Interval"), "seconds")
            .Map("requiressl", static (settings, value) => Do(() => settings.OtherSslMode ??= IsOn(value) ? SslMode.Require : null), "1 or 0")
            .Map("sslcertmode", static (_, value) => value is "allow" or "disable" ? "has no effect here (Npgsql shows the certificate that 'sslcert' names)" : throw new FormatException(), "allow or disable")
            .Map("ssl_min_protocol_version", static (_, value) => value is "TLSv1" or "TLSv1.1" or "TLSv1.2" ? "has no effect here (the system decides, from TLS 1.2 up)" : throw new FormatException(), "at most TLSv1.2, as Npgsql leaves it to the system")
            .PassOver("Npgsql leaves it to the system", "keepalives_count", "tcp_user_timeout", "ssl_max_protocol_version", "sslsni", "gsslib", "gssdelegation")
            .PassOver("PostgreSQL's protocol has one version here", "min_protocol_version", "max_protocol_version", "protocolVersion", "assumeMinServerVersion")
            .PassOver("it has none in libpq any more", "sslcompression", "authtype", "tty")
            .PassOver("Npgsql writes no such file", "sslkeylogfile")
            .PassOver("it has none in Npgsql any more; sslmode says it", "Trust Server Certificate", "Server Compatibility Mode", "Load Table Composites", "Internal Command Timeout")
            .Refuse("requirepeer", "cannot be checked by Npgsql")
            .Refuse("sslcrl", "cannot be followed by Npgsql; 'Check Certificate Revocation=true' asks the authority")
            .Refuse("sslcrldir", "cannot be followed by Npgsql; 'Check Certificate Revocation=true' asks the authority")
            .Refuse("service", "names a file of libpq's that Npgsql does not read")
            .Refuse("servicefile", "names a file of libpq's that Npgsql does not read")
            .Refuse("replication", "asks for a connection that takes no queries")
            .Refuse("scram_client_key", "is a way to log in that Npgsql does not know; give a password")
            .Refuse("scram_server_key", "is a way to log in that Npgsql does not know; give a password")
            .Refuse("oauth_issuer", "is a way to log in that Npgsql does not know; give a password")
            .Refuse("oauth_client_id", "is a way to log in that Npgsql does not know; give a password")
            .Refuse("oauth_client_secret", "is a way to log in that Npgsql does not know; give a password")
            .Refuse("oauth_scope", "is a way to log in that Npgsql does not know; give a password")
            .Map("ssl", SetSsl, "true, false, or a mode as sslmode has it")
            .Map("sslaccept", static (settings, value) => SetSsl(settings, value switch { "strict" => "verify-full", "accept_invalid_certs" => "no-verify", _ => throw new FormatException() }), "strict or accept_invalid_certs")
            .Refuse("sslidentity", "names a file of another kind; 'sslcert' and 'sslkey' name a client certificate")
            .Refuse("sslfactory", "names code of Java; sslmode says what is verified")
            .Refuse("sslhostnameverifier", "names code of Java; sslmode says what is verified")
            .Map("loginTimeout", SetTimeout, "seconds, at most 1024")
            .Map("schema", Keyword("Search Path"))
            .Map("currentSchema", Keyword("Search Path"))
            .Map("schema_search_path", Keyword("Search Path"))
            .Map("encoding", SetEncoding)
            .Map("charset", SetEncoding)
            .Map("kerberosServerName", Keyword("Kerberos Service Name"))
            .Map("targetServerType", SetServerType, "any, primary, secondary, preferPrimary or preferSecondary")
            .Map("statement_timeout", static (settings, value) => Do(() => settings.AddServerTimeout("statement_timeout", value)), "a time, such as 5000 or 5s")
            .Map("lock_timeout", static (settings, value) => Do(() => settings.AddServerTimeout("lock_timeout", value)), "a time, such as 5000 or 5s")
            .Map("idle_in_transaction_session_timeout", static (settings, value) => Do(() => settings.AddServerTimeout("idle_in_transaction_session_timeout", value)), "a time, such as 5000 or 5s")
            .PassOver(
                Pool, "pgbouncer", "pool", "pool_size", "pool_timeout", "connection_limit", "max_connections", "min_connections", "max_connection_lifetime", "max_idle_connection_lifetime",
                "single_use_connections", "checkout_timeout", "reaping_frequency", "idle_timeout", "max_overflow", "pool_recycle", "pool_pre_ping", "pool_use_lifo",
                "pool_max_conns", "pool_min_conns", "pool_min_idle_conns", "pool_max_conn_lifetime", "pool_max_conn_lifetime_jitter", "pool_max_conn_idle_time", "pool_health_check_period",
                "max", "min", "idleTimeoutMillis", "connectionTimeoutMillis", "max_lifetime", "allowExitOnIdle", "conn_max_age", "conn_health_checks")
            .PassOver(
                Statements, "prepared_statements", "statement_limit", "statement_cache_size", "statement_cache_capacity", "statement_cache_mode", "description_cache_capacity",
                "default_query_exec_mode", "prepared_statement_cache_size", "max_cached_statement_lifetime", "max_cacheable_statement_size", "binary_parameters",
                "prepareThreshold", "preparedStatementCacheQueries", "preparedStatementCacheSizeMiB", "preferQueryMode", "defaultRowFetchSize", "reWriteBatchedInserts",
                "stringtype", "binaryTransfer", "prepare", "query_timeout", "autosave", "readOnly", "adaptiveFetch", "maxResultBuffer", "server_side_cursors",
                "use_native_hstore", "executemany_mode", "insert_returning")
            .PassOver("the check has a deadline", "socket_timeout", "cancelSignalTimeout")
            .PassOver(
                Framework, "adapter", "driver", "serverVersion", "default_dbname", "persistent", "engine", "uselibpqcompat", "advisory_locks", "min_messages", "variables",
                "migrations_paths", "database_tasks", "use_metadata_table", "async_fallback", "supa", "workaround", "loggerLevel", "loggerFile", "logServerErrorDetail");
    }

    private static Func<PostgreSqlSettings, string, string?> Keyword(string keyword) => (settings, value) =>
    {
        settings.Driver[keyword] = value;
        return null;
    };

    private static string? SetSslMode(PostgreSqlSettings settings, string value)
    {
        settings.SetSslMode(Mode(value, out string? warning));
        return warning;
    }

    private static string? SetSsl(PostgreSqlSettings settings, string value)
    {
        string? warning = null;
        settings.OtherSslMode = value.Length == 0 || value.Replace(" ", "", StringComparison.Ordinal) == "{\"rejectUnauthorized\":true}" ? SslMode.VerifyFull
            : value.Replace(" ", "", StringComparison.Ordinal) == "{\"rejectUnauthorized\":false}" ? Mode("no-verify", out warning)
            : Switch(value) is { } on ? (on ? SslMode.VerifyFull : SslMode.Disable)
            : Mode(value, out warning);
        return warning;
    }

    private static SslMode Mode(string value, out string? warning)
    {
        string mode = value.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
        warning = mode == "NOVERIFY" ? "accepts any certificate, so that anybody may be at the other end" : null;
        return mode switch
        {
            "DISABLE" => SslMode.Disable,
            "ALLOW" => SslMode.Allow,
            "PREFER" => SslMode.Prefer,
            "REQUIRE" or "NOVERIFY" => SslMode.Require,
            "VERIFYCA" => SslMode.VerifyCA,
            "VERIFYFULL" => SslMode.VerifyFull,
            _ => throw new FormatException(),
        };
    }

    private static string? SetTimeout(PostgreSqlSettings settings, string value) =>
        Do(() => settings.Driver.Timeout = Math.Max(0, int.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)));

    // Of Rails' "unicode" .NET would make UTF-16.
    private static string? SetEncoding(PostgreSqlSettings settings, string value) =>
        value.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() is "UTF8" or "UNICODE" ? null : Keyword("Client Encoding")(settings, value);

    private static string? SetServerType(PostgreSqlSettings settings, string value) => Keyword("Target Session Attributes")(settings, value.ToUpperInvariant() switch
    {
        "ANY" => "any",
        "PRIMARY" or "MASTER" => "primary",
        "SECONDARY" or "SLAVE" => "standby",
        "PREFERPRIMARY" => "prefer-primary",
        "PREFERSECONDARY" or "PREFERSLAVE" => "prefer-standby",
        _ => throw new FormatException(),
    });

    private static string? SetRequiredAuthentication(PostgreSqlSettings settings, string value)
    {
        settings.Driver["Require Auth"] = string.Join(',', value.Split(',').Select(static method => method.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() switch
        {
            "SCRAMSHA256" => "ScramSHA256",
            "PASSWORD" => "Password",
            "NONE" => "None",
            var other => other,
        }));
        return null;
    }

    private static bool IsOn(string value) => Switch(value) ?? throw new FormatException();

    private static bool? Switch(string value) => value.ToUpperInvariant() switch
    {
        "1" or "TRUE" or "ON" or "YES" => true,
        "0" or "FALSE" or "OFF" or "NO" => false,
        _ => null,
    };

    private static string? Do(Action action)
    {
        action();
        return null;
    }
}
