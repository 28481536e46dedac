using Npgsql;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>Executes a command through the application's data source, or over a connection that the probe keeps for itself.</summary>
internal sealed class PostgreSqlProbe : IProbe, IAsyncDisposable, IDisposable
{
    private readonly PostgreSqlConnections? _own;
    private readonly Func<PostgreSqlCommand, CancellationToken, Task<object?>> _execute;
    private readonly PostgreSqlProbeOptions _options;
    private readonly PostgreSqlCommand _command;

    private PostgreSqlProbe(
        string name, PostgreSqlProbeOptions options, Func<PostgreSqlCommand, CancellationToken, Task<object?>> execute, PostgreSqlConnections? own = null)
    {
        (Name, _options, _execute, _own) = (name, options, execute, own);
        _command = new(options);
    }

    public string Name { get; }

    public static PostgreSqlProbe Own(string name, Func<NpgsqlDataSource> create, PostgreSqlProbeOptions options, KeptFirst keptFirst, PostgreSqlTls? tls = null)
    {
        create().Dispose(); // What the driver refuses in a target is found once, when the probe is made.
        var own = new PostgreSqlConnections(create, tls ?? new(), keptFirst);
        return new(name, options, own.ExecuteAsync, own);
    }

    public static PostgreSqlProbe Shared(string name, NpgsqlDataSource dataSource, PostgreSqlProbeOptions options) =>
        new(name, options, new SharedPostgreSqlConnections(dataSource).ExecuteAsync);

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        object? result;
        try
        {
            result = await _execute(_command, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new ProbeException("unable to contact PostgreSQL host", PostgreSqlFailure.ReasonOf(exception), exception);
        }

        _options.ResultValidator?.Invoke(result);
    }

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;

    // Containers that are disposed of synchronously refuse what can only be disposed of asynchronously.
    public void Dispose() => _own?.Dispose();
}
