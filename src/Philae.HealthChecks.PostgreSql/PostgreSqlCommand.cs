using System.Diagnostics;
using System.Runtime.ExceptionServices;
using HealthChecks.NpgSql;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>What a check sends. Xabaril's check sends it, over a connection of the data source.</summary>
internal sealed class PostgreSqlCommand(PostgreSqlProbeOptions options)
{
    private static readonly HealthCheckContext Context =
        new() { Registration = new HealthCheckRegistration("postgresql", static _ => throw new UnreachableException(), null, null) };

    /// <summary>What asks no more than whether the server answers.</summary>
    public static PostgreSqlCommand Ping { get; } = new(new());

    /// <summary>Whether it is the same as <see cref="Ping"/>.</summary>
    public bool IsPing => options.Checker is null && options.CommandText == PostgreSqlProbeOptions.DefaultCommandText;

    public Task<object?> ExecuteAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken) =>
        ExecuteAsync(dataSource, configure: null, cancellationToken);

    /// <param name="dataSource">Where the connection comes from.</param>
    /// <param name="configure">Sees the connection before it is opened.</param>
    /// <param name="cancellationToken">Cancels the command on the server, too.</param>
    public async Task<object?> ExecuteAsync(NpgsqlDataSource dataSource, Action<NpgsqlConnection>? configure, CancellationToken cancellationToken)
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

    // The command has succeeded, but the driver cannot read the type of its result, which nobody looks at.
    private bool IsUnreadAndUnwanted(Exception failure) => failure is InvalidCastException && options.Checker is null;
}
