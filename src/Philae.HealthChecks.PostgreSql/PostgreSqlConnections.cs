using Npgsql;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>
/// Executes commands over the probe's own connection. Xabaril's check takes its connection from a data source, so each connection
/// has a data source of its own, which pools this one and ends with it.
/// </summary>
/// <param name="create">Makes a pool of one connection.</param>
/// <param name="tls">Counts the TLS handshakes of all of them.</param>
/// <param name="keptFirst">When a fresh connection is opened.</param>
internal sealed class PostgreSqlConnections(Func<NpgsqlDataSource> create, PostgreSqlTls tls, KeptFirst keptFirst) : IAsyncDisposable, IDisposable
{
    private readonly KeptConnection<NpgsqlDataSource> _kept = new(
        token => OpenAsync(create, tls, token), PostgreSqlCommand.Ping.ExecuteAsync, PostgreSqlFailure.IsLostConnection, keptFirst);

    /// <summary>Sends the command once, over a connection that answers.</summary>
    public Task<object?> ExecuteAsync(PostgreSqlCommand command, CancellationToken cancellationToken) => _kept.RunAsync(
        (connection, isPinged, token) => isPinged && command.IsPing ? Task.FromResult<object?>(null) : command.ExecuteAsync(connection, token), cancellationToken);

    public ValueTask DisposeAsync() => _kept.DisposeAsync();

    public void Dispose() => _kept.Dispose();

    private static async Task<NpgsqlDataSource> OpenAsync(Func<NpgsqlDataSource> create, PostgreSqlTls tls, CancellationToken cancellationToken)
    {
        int handshakes = tls.Handshakes;
        NpgsqlDataSource dataSource = create();
        try
        {
            NpgsqlConnection connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false); // returns it to the pool
            return dataSource;
        }
        catch (Exception exception)
        {
            await dataSource.DisposeAsync().ConfigureAwait(false);
            if (exception.GetType() == typeof(NpgsqlException) && exception.InnerException is null && tls.IsDemanded && tls.Handshakes == handshakes)
            {
                throw new NoTlsException(exception);
            }

            throw;
        }
    }
}
