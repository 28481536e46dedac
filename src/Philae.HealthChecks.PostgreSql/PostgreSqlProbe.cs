using Npgsql;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>Executes a command through the application's data source, or through one that the probe keeps for itself.</summary>
internal sealed class PostgreSqlProbe : IProbe, IAsyncDisposable, IDisposable
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly bool _owned;
    private readonly PostgreSqlProbeOptions _options;

    private PostgreSqlProbe(string name, NpgsqlDataSource dataSource, bool owned, PostgreSqlProbeOptions options) =>
        (Name, _dataSource, _owned, _options) = (name, dataSource, owned, options);

    public string Name { get; }

    public static PostgreSqlProbe Own(string name, NpgsqlDataSource dataSource, PostgreSqlProbeOptions options) =>
        new(name, dataSource, true, options);

    public static PostgreSqlProbe Shared(string name, NpgsqlDataSource dataSource, PostgreSqlProbeOptions options) =>
        new(name, dataSource, false, options);

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        object? result;
        try
        {
            result = await ExecuteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (_owned)
            {
                // The next check connects anew: to the server that is there by then.
                _dataSource.Clear();
            }

            throw new ProbeException("unable to contact PostgreSQL host", PostgreSqlFailure.ReasonOf(exception), exception);
        }

        _options.Checker?.Invoke(result);
    }

    public ValueTask DisposeAsync() => _owned ? _dataSource.DisposeAsync() : ValueTask.CompletedTask;

    // Containers that are disposed of synchronously refuse what can only be disposed of asynchronously.
    public void Dispose()
    {
        if (_owned)
        {
            _dataSource.Dispose();
        }
    }

    private async Task<object?> ExecuteAsync(CancellationToken cancellationToken)
    {
        NpgsqlCommand command = _dataSource.CreateCommand(_options.CommandText);
        await using (command.ConfigureAwait(false))
        {
            if (_options.Checker is not null)
            {
                return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
            }

            // Nobody looks at the result, so it need not be of a type that the driver can read.
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
    }
}
