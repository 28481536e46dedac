using Npgsql;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>Connections of the application's data source, which is neither cleared nor disposed here.</summary>
internal sealed class SharedPostgreSqlConnections(NpgsqlDataSource dataSource)
{
    private readonly DriverWork _driver = new();

    public Task<object?> ExecuteAsync(PostgreSqlCommand command, CancellationToken cancellationToken) =>
        _driver.RunAsync(token => AskAsync(command, token), static _ => { }, cancellationToken);

    private async Task<object?> AskAsync(PostgreSqlCommand command, CancellationToken cancellationToken)
    {
        for (bool mayBeOld = true; ; mayBeOld = false)
        {
            NpgsqlConnection connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                try
                {
                    return await command.ExecuteAsync(connection, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception) when (mayBeOld && PostgreSqlFailure.IsLostConnection(exception) && !cancellationToken.IsCancellationRequested)
                {
                    // The pool had kept it, and drops with it all others of its age. The next one says how the server is.
                }
            }
        }
    }
}
