using Npgsql;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>Makes the data sources of a probe, each of which pools one connection.</summary>
internal static class PostgreSqlClient
{
    private const int LongestTimeout = 1024;

    /// <param name="name">The probe's, under which the driver's metrics show it.</param>
    /// <param name="connectionString">What the user said, which goes before what is set here.</param>
    /// <param name="deadline">The check's.</param>
    /// <param name="tls">What watches the connections' TLS. Null: nothing does.</param>
    public static NpgsqlDataSource Create(string name, string connectionString, TimeSpan deadline, PostgreSqlTls? tls = null)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(connectionString) { Name = name };
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();

        // The command's result has a built-in type; without this the first connection reads the catalogue of all types.
        builder.ConfigureTypeLoading(static types => types.EnableTypeLoading(false));
        tls?.Watch(builder);
        NpgsqlConnectionStringBuilder settings = builder.ConnectionStringBuilder;
        SetDefaults(settings, deadline);
        SetPool(settings);
        if (settings.TargetSessionAttributes is not { } wanted)
        {
            return builder.Build();
        }

        // The driver takes this keyword for several hosts only; a data source for several hosts takes it for one, too.
        settings.TargetSessionAttributes = null;
        return builder.BuildMultiHost().WithTargetSession(
            Enum.Parse<TargetSessionAttributes>(wanted.Replace("-", "", StringComparison.Ordinal), ignoreCase: true));
    }

    private static void SetDefaults(NpgsqlConnectionStringBuilder settings, TimeSpan deadline)
    {
        // The driver does not listen to cancellation while a server keeps it waiting: later than the deadline, so that there is one
        // answer to a server that hangs, and soon, so that little is left behind.
        int limit = (int)Math.Min(deadline.TotalSeconds, LongestTimeout - 1) + 1;
        Default("Timeout", limit);
        Default("Command Timeout", limit);

        // As long as a connection lives, its checks leave the other hosts alone. The next data source knows nothing of them.
        Default("Host Recheck Seconds", int.MaxValue);

        // Looking for Kerberos loads its library, so it is off unless the target demands it. A server that demands it is answered.
        Default("GSS Encryption Mode", GssEncryptionMode.Disable);
        settings.Enlist = false;
        settings.Multiplexing = false;

        void Default(string keyword, object value)
        {
            if (!settings.ShouldSerialize(keyword))
            {
                settings[keyword] = value;
            }
        }
    }

    private static void SetPool(NpgsqlConnectionStringBuilder settings)
    {
        settings.Pooling = true;
        (settings.MinPoolSize, settings.MaxPoolSize) = (1, 1);

        // The probe decides when the connection ends, and sends nothing when it returns the connection.
        settings.ConnectionLifetime = 0;
        settings.NoResetOnClose = true;
        settings.Remove("Connection Idle Lifetime");
        settings.Remove("Connection Pruning Interval");

        // Load balancing chooses a host for each connection. The driver chooses one for each check.
        if (settings.LoadBalanceHosts && settings.Host is { } hosts)
        {
            string[] shuffled = hosts.Split(',');
            Random.Shared.Shuffle(shuffled);
            (settings.Host, settings.LoadBalanceHosts) = (string.Join(',', shuffled), false);
        }
    }
}
