using Npgsql;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>Executes commands over the probe's own connection.</summary>
internal sealed class PostgreSqlConnections : IAsyncDisposable, IDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly PostgreSqlTls _tls;
    private readonly KeptConnection<NpgsqlConnection> _connection;

    public PostgreSqlConnections(NpgsqlDataSource dataSource, PostgreSqlTls tls, KeptFirst keptFirst)
    {
        (_dataSource, _tls) = (dataSource, tls);
        _connection = new(OpenAsync, PostgreSqlCommand.Ping.ExecuteAsync, PostgreSqlFailure.IsLostConnection, keptFirst);
    }

    /// <summary>Sends the command once, over a connection that answers.</summary>
    public Task<object?> ExecuteAsync(PostgreSqlCommand command, CancellationToken cancellationToken) => _connection.RunAsync(
        (connection, isPinged, token) => isPinged && command.IsPing ? Task.FromResult<object?>(null) : command.ExecuteAsync(connection, token), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _dataSource.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _dataSource.Dispose();
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        int handshakes = _tls.Handshakes;
        try
        {
            return await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException exception) when (exception.GetType() == typeof(NpgsqlException) && exception.InnerException is null && _tls.IsDemanded && _tls.Handshakes == handshakes)
        {
            throw new NoTlsException(exception);
        }
    }
}
