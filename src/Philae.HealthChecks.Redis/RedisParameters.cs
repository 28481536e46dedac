using System.Globalization;
using System.Net.Security;
using Philae.HealthChecks.Targets;
using Philae.HealthChecks.Tls;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Every parameter that a URL may have, all of them other clients'. docs/probes/redis.md has the same table.</summary>
internal static class RedisParameters
{
    private const string AnyCertificate = "accepts any certificate, so that anybody may be at the other end";
    public const string AnyHost = "accepts the certificate of any host that a trusted authority has certified";
    private const string Pool = "a pool's: the probe keeps one connection to each server";
    private const string Commands = "how a client sends commands";

    public static readonly TargetParameters<ConfigurationOptions> Table = new TargetParameters<ConfigurationOptions>()
        .Map("db", SetDatabase, "a number")
        .Map("database", SetDatabase, "a number")
        .Map("dbindex", SetDatabase, "a number")
        .Map("virtual_host", SetDatabase, "a number")
        .Map("user", static (options, value) => Do(() => options.User = value))
        .Map("username", static (options, value) => Do(() => options.User = value))
        .Map("password", static (options, value) => Do(() => options.Password = value), isSecret: true)
        .Map("auth", static (options, value) => Do(() => options.Password = value), isSecret: true)
        .Map("protocol", static (options, value) => Do(() => options.Protocol = value switch { "2" => RedisProtocol.Resp2, "3" => RedisProtocol.Resp3, _ => throw new FormatException() }), "2 or 3")
        .Map("sentinelMasterId", SetService)
        .Map("sentinel_master", SetService)
        .Map("redis_sentinel", SetService)
        .Map("service_name", SetService)
        .Map("sentinelUser", static (options, value) => Do(() => options.SentinelUser = value))
        .Map("sentinelPassword", static (options, value) => Do(() => options.SentinelPassword = value), isSecret: true)
        .Map("timeout", static (options, value) => IsPlainNumber(value) ? "has no effect here (clients mean different things by a number without a unit)" : SetAnswerTimeout(options, value), "a time with its unit, such as 5s")
        .Map("read_timeout", SetAnswerTimeout, "seconds, or a time such as 5s")
        .Map("socket_timeout", SetAnswerTimeout, "seconds")
        .Map("dial_timeout", static (options, value) => Do(() => options.ConnectTimeout = Milliseconds(value)), "seconds, or a time such as 5s")
        .Map("socket_connect_timeout", static (options, value) => Do(() => options.ConnectTimeout = Milliseconds(value)), "seconds")
        .Map("connectTimeout", static (options, value) => Do(() => options.ConnectTimeout = Milliseconds(value + "ms")), "milliseconds")
        .Map("commandTimeout", static (options, value) => SetAnswerTimeout(options, value + "ms"), "milliseconds")
        .Map("ssl", static (options, value) => Do(() => options.Ssl = IsOn(value)), "true or false")
        .Map("tls", static (options, value) => Do(() => options.Ssl = IsOn(value)), "true or false")
        .Map("ssl_cert_reqs", static (options, value) => value.ToUpperInvariant() switch
        {
            "NONE" or "CERT_NONE" => Accept(options, SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch),
            "REQUIRED" or "CERT_REQUIRED" or "OPTIONAL" or "CERT_OPTIONAL" => null,
            _ => throw new FormatException(),
        }, "none, optional or required")
        .Map("ssl_check_hostname", static (options, value) => IsOn(value) ? null : Accept(options, SslPolicyErrors.RemoteCertificateNameMismatch), "true or false")
        .Map("skip_verify", static (options, value) => IsOn(value) ? Accept(options, SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch) : null, "true or false")
        .Map("rejectUnauthorized", static (options, value) => IsOn(value) ? null : Accept(options, SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch), "true or false")
        .Map("verifyPeer", static (options, value) => value.ToUpperInvariant() switch
        {
            "NONE" or "FALSE" => Accept(options, SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch),
            "CA" => Accept(options, SslPolicyErrors.RemoteCertificateNameMismatch),
            "FULL" or "TRUE" => null,
            _ => throw new FormatException(),
        }, "FULL, CA or NONE")
        .Map("ssl_ca_certs", static (options, value) => Do(() => options.CertificateValidation += TrustedAuthority.Callback(value)), "a file with a certificate")
        .Refuse("ssl_certfile", "is not read here: name the client certificate in ConfigureClient")
        .Refuse("ssl_keyfile", "is not read here: name the client certificate in ConfigureClient")
        .Refuse("ssl_password", "is not read here: name the client certificate in ConfigureClient")
        .Refuse("ssl_ca_path", "names a folder; 'ssl_ca_certs' names a file")
        .Refuse("ssl_ca_data", "is not read here; 'ssl_ca_certs' names a file")
        .Refuse("ssl_min_version", "is 'sslProtocols' in StackExchange.Redis' connection string")
        .Refuse("ssl_ciphers", "cannot be followed by StackExchange.Redis")
        .Refuse("ssl_validate_ocsp", "is 'checkCertificateRevocation' in StackExchange.Redis' connection string")
        .Refuse("addr", "adds a server: write the servers with commas between, before the path")
        .Refuse("host", "names a server: write it before the path")
        .Refuse("path", "names a socket: write it as unix:///path")
        .PassOver("the probe sends no CLIENT", "client_name", "clientName", "connectionName", "libraryName", "libraryVersion", "lib_name", "lib_version", "identity_suffix", "disable_identity", "disable_indentity")
        .PassOver(
            Pool, "max_connections", "pool_size", "pool_timeout", "pool_fifo", "min_idle_conns", "max_idle_conns", "max_active_conns", "conn_max_idle_time", "conn_max_lifetime", "idle_timeout",
            "idle_check_frequency", "max_conn_age", "health_check_interval", "socket_keepalive", "tcp_keepalive", "keepAlive", "persistent", "persistent_id", "pool", "lazy", "lazyConnect", "class")
        .PassOver(
            Commands, "retry_on_timeout", "retry_on_error", "max_retries", "min_retry_backoff", "max_retry_backoff", "maxRetriesPerRequest", "reconnect_attempts", "retry_interval", "write_timeout",
            "context_timeout_enabled", "failing_timeout_seconds", "decode_responses", "encoding", "encoding_errors", "enableReadyCheck", "enableOfflineQueue", "family", "keyPrefix", "prefix", "namespace", "unstable_resp3",
            "read_only", "route_by_latency", "route_randomly", "redis_cluster", "compression", "visibility_timeout", "fanout_prefix", "global_keyprefix", "allowUsernameInURI");

    private static string? SetDatabase(ConfigurationOptions options, string value) => Do(() => options.DefaultDatabase = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture));

    private static string? SetService(ConfigurationOptions options, string value) => Do(() => options.ServiceName = value.Length > 0 ? value : throw new FormatException());

    private static string? SetAnswerTimeout(ConfigurationOptions options, string value) => Do(() => options.SyncTimeout = options.AsyncTimeout = Milliseconds(value));

    private static string Accept(ConfigurationOptions options, SslPolicyErrors accepted)
    {
        options.CertificateValidation += (_, _, _, errors) => (errors & ~accepted) == SslPolicyErrors.None;
        return accepted.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? AnyCertificate : AnyHost;
    }

    private static bool IsPlainNumber(string value) => double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    // A number alone is seconds, as for go-redis and redis-py.
    private static int Milliseconds(string value)
    {
        (string number, double unit) = value switch
        {
            [.. var digits, 'm', 's'] => (digits, 1),
            [.. var digits, 'u', 's'] => (digits, 0.001),
            [.. var digits, 's'] => (digits, 1000.0),
            [.. var digits, 'm'] => (digits, 60_000),
            _ => (value, 1000),
        };
        double milliseconds = double.Parse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * unit;
        return milliseconds is > 0 and <= int.MaxValue ? (int)Math.Ceiling(milliseconds) : throw new FormatException();
    }

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
