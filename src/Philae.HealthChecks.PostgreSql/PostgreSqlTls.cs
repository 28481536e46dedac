using Npgsql;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>How far the connections of a data source come with TLS.</summary>
internal sealed class PostgreSqlTls
{
    private int _handshakes;

    /// <summary>Whether the target takes no connection without it.</summary>
    public bool IsDemanded { get; private set; }

    /// <summary>How many handshakes have begun: the server had said that it knows TLS.</summary>
    public int Handshakes => Volatile.Read(ref _handshakes);

    public void Watch(NpgsqlSlimDataSourceBuilder builder)
    {
        IsDemanded = builder.ConnectionStringBuilder.SslMode >= SslMode.Require;
        builder.UseSslClientAuthenticationOptionsCallback(_ => Interlocked.Increment(ref _handshakes));
    }
}
