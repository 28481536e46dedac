using MySqlConnector;

namespace Philae.HealthChecks.MySql;

/// <summary>Executes the command over the probe's own connection.</summary>
internal sealed class MySqlConnections(MySqlDataSource source, Action readAuthority, MySqlCommandText command, KeptFirst keptFirst) : IAsyncDisposable, IDisposable
{
    private readonly KeptConnection<MySqlConnection> _connection = new(
        async token =>
        {
            readAuthority();
            return await source.OpenConnectionAsync(token).ConfigureAwait(false);
        },
        PingAsync, static _ => true, keptFirst);

    // The login is an answer, too: a new connection needs no ping.
    public Task<object?> ExecuteAsync(CancellationToken cancellationToken) =>
        _connection.RunAsync((connection, _, token) => command.ExecuteAsync(connection, token), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        await source.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _connection.Dispose();
        source.Dispose();
    }

    // The driver waits for a ping's answer for ever, whatever the token says; closing the connection ends that.
    private static async Task PingAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        CancellationTokenRegistration closing = cancellationToken.UnsafeRegister(static state => ((MySqlConnection)state!).Dispose(), connection);
        await using (closing.ConfigureAwait(false))
        {
            if (!await connection.PingAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new EndOfStreamException("The connection broke off.");
            }
        }
    }
}
