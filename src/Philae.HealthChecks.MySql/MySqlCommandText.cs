using MySqlConnector;

namespace Philae.HealthChecks.MySql;

/// <summary>The statement of a check, if it has one.</summary>
internal sealed class MySqlCommandText(MySqlProbeOptions options, TimeSpan limit)
{
    public static int Seconds(TimeSpan limit) => (int)Math.Ceiling(limit.TotalSeconds);

    public bool IsNone => options.CommandText is null;

    public async Task<object?> ExecuteAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        if (IsNone)
        {
            return null;
        }

        using MySqlCommand command = connection.CreateCommand();
        command.CommandText = options.CommandText;
        command.CommandTimeout = Seconds(limit);
        if (options.ResultValidator is not null)
        {
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }

        // The result is not used, so the driver need not be able to read it.
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }
}
