using MySqlConnector;

namespace Philae.HealthChecks.MySql;

/// <summary>
/// Asks over a connection of the application's data source, or over one of its own that it keeps from check to check and
/// replaces where it no longer answers.
/// </summary>
internal sealed class MySqlProbe : IProbe, IAsyncDisposable, IDisposable
{
    private readonly MySqlDataSource _source;
    private readonly MySqlConnections? _own;
    private readonly Func<CancellationToken, Task<object?>> _execute;
    private readonly MySqlProbeOptions _options;

    private MySqlProbe(string name, MySqlDataSource source, MySqlProbeOptions options, Func<CancellationToken, Task<object?>> execute, MySqlConnections? own = null) =>
        (Name, _source, _options, _execute, _own) = (name, source, options, execute, own);

    public string Name { get; }

    /// <param name="name">The probe's name.</param>
    /// <param name="connectionString">One without pooling.</param>
    /// <param name="options">The probe's options.</param>
    /// <param name="limit">What the driver gives up after, where the connection string does not say it: it cannot be told to stop connecting.</param>
    /// <param name="keptFirst">When a fresh connection is opened.</param>
    public static MySqlProbe Own(string name, string connectionString, MySqlProbeOptions options, TimeSpan limit, KeptFirst keptFirst)
    {
        var settings = new MySqlConnectionStringBuilder(connectionString);
        if (!settings.ContainsKey(nameof(settings.ConnectionTimeout)))
        {
            settings.ConnectionTimeout = (uint)MySqlCommandText.Seconds(limit);
        }

        (MySqlDataSource source, Action readAuthority) = MySqlClient.Create(settings);
        var own = new MySqlConnections(source, readAuthority, new(options, limit), keptFirst);
        return new(name, source, options, own.ExecuteAsync, own);
    }

    public static MySqlProbe Shared(string name, MySqlDataSource source, MySqlProbeOptions options, TimeSpan limit) =>
        new(name, source, options, new SharedMySqlConnections(source, new(options, limit)).ExecuteAsync);

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        // On the system's clock, as the driver's own limits.
        long start = TimeProvider.System.GetTimestamp();
        object? result;
        try
        {
            result = await _execute(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            // The driver has many ways to say that it was stopped.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (Exception exception)
        {
            TimeSpan elapsed = TimeProvider.System.GetElapsedTime(start);
            Exception cause = await MySqlReach.CauseAsync(exception, _source.ConnectionString, elapsed, cancellationToken).ConfigureAwait(false);
            throw new ProbeException("unable to contact MySQL host", MySqlFailure.ReasonOf(cause), cause);
        }

        _options.ResultValidator?.Invoke(result);
    }

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;

    // Containers that are disposed of synchronously refuse what can only be disposed of asynchronously.
    public void Dispose() => _own?.Dispose();
}
