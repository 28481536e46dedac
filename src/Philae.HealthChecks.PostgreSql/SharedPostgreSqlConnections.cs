using System.Data;
using Npgsql;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>Connections of the application's data source, which is neither cleared nor disposed here.</summary>
internal sealed class SharedPostgreSqlConnections(NpgsqlDataSource dataSource)
{
    private readonly DriverWork _driver = new();

    public Task<object?> ExecuteAsync(PostgreSqlCommand command, CancellationToken cancellationToken) =>
        _driver.RunAsync(token => ExecuteOnceAsync(command, token), static _ => { }, cancellationToken);

    private async Task<object?> ExecuteOnceAsync(PostgreSqlCommand command, CancellationToken cancellationToken)
    {
        for (bool mayBeOld = true; ; mayBeOld = false)
        {
            bool isOpened = false;
            try
            {
                return await command.ExecuteAsync(
                    dataSource,
                    connection => connection.StateChange += (_, change) => isOpened |= change.CurrentState == ConnectionState.Open,
                    cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (mayBeOld && isOpened && PostgreSqlFailure.IsLostConnection(exception) && !cancellationToken.IsCancellationRequested)
            {
                // The pool had kept it, and drops with it all others of its age. The next one says how the server is.
            }
        }
    }
}
