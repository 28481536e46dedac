using MySqlConnector;

namespace Philae.HealthChecks.MySql;

/// <summary>Connections of the application's data source, given back after each check.</summary>
internal sealed class SharedMySqlConnections(MySqlDataSource source, MySqlCommandText command)
{
    private readonly DriverWork _driver = new();

    public Task<object?> ExecuteAsync(CancellationToken cancellationToken) =>
        _driver.RunAsync(ExecuteOnceAsync, static _ => { }, cancellationToken);

    private async Task<object?> ExecuteOnceAsync(CancellationToken cancellationToken)
    {
        for (bool mayBeOld = true; ; mayBeOld = false)
        {
            MySqlConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                // The pool may have handed out one that has not been used for long. A lost one does not go back there.
                if (!command.IsNone || await connection.PingAsync(cancellationToken).ConfigureAwait(false))
                {
                    return await command.ExecuteAsync(connection, cancellationToken).ConfigureAwait(false);
                }

                if (!mayBeOld)
                {
                    throw new EndOfStreamException("The connection broke off.");
                }
            }
        }
    }
}
