using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using HealthChecks.NpgSql;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>What a check sends, over a connection of a data source.</summary>
internal sealed class PostgreSqlCommand(PostgreSqlProbeOptions options)
{
    private static readonly HealthCheckContext Context =
        new() { Registration = new HealthCheckRegistration("postgresql", static _ => throw new UnreachableException(), null, null) };

    /// <summary>The command that only checks whether the server answers.</summary>
    public static PostgreSqlCommand Ping { get; } = new(new());

    /// <summary>Whether it is the same as <see cref="Ping"/>.</summary>
    public bool IsPing => options.ResultValidator is null && options.CommandText == PostgreSqlProbeOptions.DefaultCommandText;

    public Task<object?> ExecuteAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken) =>
        ExecuteAsync(dataSource, configure: null, cancellationToken);

    /// <param name="dataSource">Where the connection comes from.</param>
    /// <param name="configure">Sees the connection before it is opened.</param>
    /// <param name="cancellationToken">Cancels the command on the server, too.</param>
    public Task<object?> ExecuteAsync(NpgsqlDataSource dataSource, Action<NpgsqlConnection>? configure, CancellationToken cancellationToken) =>
        // Native AOT leaves out the branch that it does not take. Xabaril's check can also make connections by itself, which would
        // bring all of the driver's types into the program.
        RuntimeFeature.IsDynamicCodeSupported
            ? ExecuteThroughCheckAsync(dataSource, configure, cancellationToken)
            : ExecuteDirectlyAsync(dataSource, configure, cancellationToken);

    /// <summary>Sends the command through Xabaril's check.</summary>
    public async Task<object?> ExecuteThroughCheckAsync(NpgsqlDataSource dataSource, Action<NpgsqlConnection>? configure, CancellationToken cancellationToken)
    {
        object? value = null;
        var check = new NpgSqlHealthCheck(new NpgSqlHealthCheckOptions(dataSource)
        {
            CommandText = options.CommandText,
            Configure = configure,
            HealthCheckResultBuilder = result =>
            {
                value = result;
                return HealthCheckResult.Healthy();
            },
        });
        HealthCheckResult outcome = await check.CheckHealthAsync(Context, cancellationToken).ConfigureAwait(false);
        if (outcome.Exception is { } failure && !IsUnreadAndUnwanted(failure))
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return value;
    }

    /// <summary>Does what Xabaril's check does.</summary>
    public async Task<object?> ExecuteDirectlyAsync(NpgsqlDataSource dataSource, Action<NpgsqlConnection>? configure, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = dataSource.CreateConnection();
        await using (connection.ConfigureAwait(false))
        {
            configure?.Invoke(connection);
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            NpgsqlCommand command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.CommandText = options.CommandText;
                try
                {
                    return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception) when (IsUnreadAndUnwanted(exception))
                {
                    return null;
                }
            }
        }
    }

    // The command has succeeded. The driver cannot read the type of its result, which is not used.
    private bool IsUnreadAndUnwanted(Exception failure) => failure is InvalidCastException && options.ResultValidator is null;
}
