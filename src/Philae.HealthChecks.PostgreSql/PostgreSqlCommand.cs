using Npgsql;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>What a check sends.</summary>
internal sealed class PostgreSqlCommand(PostgreSqlProbeOptions options)
{
    /// <summary>What asks no more than whether the server answers.</summary>
    public static PostgreSqlCommand Ping { get; } = new(new());

    /// <summary>Whether it is the same as <see cref="Ping"/>.</summary>
    public bool IsPing => options.Checker is null && options.CommandText == PostgreSqlProbeOptions.DefaultCommandText;

    public async Task<object?> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = options.CommandText;
            if (options.Checker is not null)
            {
                return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            }

            // Nobody looks at the result, so it need not be of a type that the driver can read.
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
    }
}
