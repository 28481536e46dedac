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

        // Nobody looks at the result, so it need not be one that the driver can read.
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }
}
