using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.MongoDb;

/// <summary>Every parameter that a URL may have: the driver's own and those of other clients. docs/probes/mongodb.md has the same table.</summary>
internal static class MongoDbParameters
{
    private const string AnyCertificate = "accepts any certificate, so that anybody may be at the other end";
    private const string Client = "how a client reads and writes";

    /// <summary>Those that the driver reads, in its own words; it drops every other without a word.</summary>
    public static readonly string[] Driver =
    [
        "appName", "authMechanism", "authSource", "compressors", "connectTimeout", "connectTimeoutMS", "directConnection", "enableOverloadRetargeting", "fsync", "gssapiServiceName",
        "heartbeatFrequency", "heartbeatFrequencyMS", "heartbeatInterval", "heartbeatIntervalMS", "heartbeatTimeout", "heartbeatTimeoutMS", "ipv6", "j", "journal", "loadBalanced", "localThreshold",
        "localThresholdMS", "maxAdaptiveRetries", "maxConnecting", "maxIdleTime", "maxIdleTimeMS", "maxLifeTime", "maxLifeTimeMS", "maxPoolSize", "maxStaleness", "maxStalenessSeconds", "minPoolSize",
        "proxyHost", "proxyPort", "proxyUsername", "readConcernLevel", "readPreference", "readPreferenceTags", "replicaSet", "retryReads", "retryWrites", "safe", "secondaryAcceptableLatency",
        "secondaryAcceptableLatencyMS", "serverMonitoringMode", "serverSelectionTimeout", "serverSelectionTimeoutMS", "socketTimeout", "socketTimeoutMS", "srvAllowedHostsSuffix", "srvMaxHosts", "srvServiceName",
        "ssl", "tls", "tlsDisableCertificateRevocationCheck", "uuidRepresentation", "w", "waitQueueMultiple", "waitQueueSize", "waitQueueTimeout", "waitQueueTimeoutMS", "wtimeout", "wtimeoutMS", "zlibCompressionLevel",
    ];

    /// <summary>The driver's own that are, or may hold, secrets.</summary>
    public static readonly string[] DriverSecrets = ["proxyPassword", "authMechanismProperties"];

    public static readonly TargetParameters<MongoDbReading> Table = Create();

    private static readonly string[] ReadByDriver = [.. Driver, .. DriverSecrets, "tlsInsecure", "sslVerifyCertificate"];

    /// <summary>Refuses a parameter that the driver reads itself and knows by one spelling only: it would drop any other.</summary>
    public static void CheckSpelling(IEnumerable<string> names, string parameterName)
    {
        foreach (string name in names.Where(static name => !Table.Names.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            if (ReadByDriver.FirstOrDefault(known => Letters(known) == Letters(name)) is { } meant)
            {
                throw new ArgumentException($"a parameter is not known; MongoDB.Driver reads it as '{meant}'.", parameterName);
            }
        }
    }

    private static TargetParameters<MongoDbReading> Create()
    {
        var table = new TargetParameters<MongoDbReading>();
        foreach (string name in Driver)
        {
            table.Map(name, static (_, _) => null, isList: name == "readPreferenceTags");
        }

        foreach (string name in DriverSecrets)
        {
            table.Map(name, static (_, _) => null, isSecret: true);
        }

        return table
            .Map("timeout", static (reading, value) => Do(() => reading.Timeout = GoTimeout.TryParse(value, out TimeSpan timeout) ? timeout : throw new FormatException()), "a duration that is written as 10s or 1m30s, from 1ms to 24h")
            .Map("timeoutMS", static (reading, value) => Do(() => reading.Timeout = GoTimeout.TryParse(value + "ms", out TimeSpan timeout) ? timeout : throw new FormatException()), "milliseconds, from 1 to a day")
            .Map("tlsInsecure", static (_, value) => IsOn(value) ? AnyCertificate : null, "true or false")
            .Map("sslVerifyCertificate", static (_, value) => IsOn(value) ? null : AnyCertificate, "true or false")
            .Map("tlsCAFile", static (reading, value) => Do(() => reading.CertificateAuthorityFile = value))
            .Map("ssl_ca_certs", static (reading, value) => Do(() => reading.CertificateAuthorityFile = value))
            .Map("sslCA", static (reading, value) => Do(() => reading.CertificateAuthorityFile = value))
            .Map("tlsAllowInvalidCertificates", SetInsecure, "true or false")
            .Map("sslValidate", static (reading, value) => SetInsecure(reading, IsOn(value) ? "false" : "true"), "true or false")
            .Map("ssl_cert_reqs", static (reading, value) => SetInsecure(reading, value switch { "CERT_NONE" => "true", "CERT_REQUIRED" or "CERT_OPTIONAL" => "false", _ => throw new FormatException() }), "CERT_NONE, CERT_OPTIONAL or CERT_REQUIRED")
            .Map("tlsAllowInvalidHostnames", static (_, value) => IsOn(value) ? throw new FormatException() : null, "false, as MongoDB.Driver checks a certificate's name or nothing")
            .Refuse("tlsCertificateKeyFile", "is not read here: name the client certificate in ConfigureClient")
            .Refuse("tlsCertificateKeyFilePassword", "is not read here: name the client certificate in ConfigureClient")
            .Refuse("ssl_certfile", "is not read here: name the client certificate in ConfigureClient")
            .Refuse("ssl_keyfile", "is not read here: name the client certificate in ConfigureClient")
            .Refuse("sslCert", "is not read here: name the client certificate in ConfigureClient")
            .Refuse("sslKey", "is not read here: name the client certificate in ConfigureClient")
            .Refuse("tlsCRLFile", "cannot be followed by MongoDB.Driver")
            .Refuse("connect", "is not read by MongoDB.Driver any more: 'directConnection' says it")
            .PassOver("it has none in MongoDB any more", "tlsDisableOCSPEndpointCheck", "slaveOk")
            .PassOver(
                Client, "useNewUrlParser", "useUnifiedTopology", "useCreateIndex", "useFindAndModify", "autoReconnect", "reconnectTries", "reconnectInterval", "bufferMaxEntries", "bufferCommands", "poolSize", "keepAlive", "keepAliveInitialDelay",
                "noDelay", "family", "autoSelectFamily", "monitorCommands", "autoIndex", "forceServerObjectId", "enableUtf8Validation", "promoteLongs", "promoteValues", "promoteBuffers", "bsonRegExp", "ignoreUndefined", "raw",
                "tz_aware", "document_class", "datetime_conversion", "unicode_decode_error_handler", "server_api", "serverApi", "srvPollingInterval", "noCursorTimeout", "autoEncryption");
    }

    private static string Letters(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static string? SetInsecure(MongoDbReading reading, string value)
    {
        reading.AcceptsAnyCertificate = IsOn(value);
        return reading.AcceptsAnyCertificate ? AnyCertificate : null;
    }

    private static bool IsOn(string value) => bool.TryParse(value, out bool on) ? on : throw new FormatException();

    private static string? Do(Action action)
    {
        action();
        return null;
    }
}
