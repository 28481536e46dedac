using Npgsql;

namespace Philae.HealthChecks.PostgreSql;

/// <summary>The probe's own connection, kept from check to check. While a check uses it, it belongs to that check.</summary>
internal sealed class PostgreSqlConnections(NpgsqlDataSource dataSource, PostgreSqlTls tls, KeptFirst keptFirst) : IAsyncDisposable, IDisposable
{
    private readonly DriverWork _driver = new();
    private NpgsqlConnection? _idle;
    private volatile bool _isDisposed;

    /// <summary>Sends the command once, over a connection that answers.</summary>
    public async Task<object?> ExecuteAsync(PostgreSqlCommand command, CancellationToken cancellationToken)
    {
        NpgsqlConnection? kept = Interlocked.Exchange(ref _idle, null);
        NpgsqlConnection connection = kept is null
            ? await OpenAsync(cancellationToken).ConfigureAwait(false)
            : await keptFirst.AskAsync(
                token => PingAsync(kept, token), OpenAsync, PostgreSqlFailure.IsLostConnection, static late => late.Dispose(), cancellationToken).ConfigureAwait(false);
        object? result = connection == kept && command.IsPing
            ? null
            : await RunAsync(connection, token => command.ExecuteAsync(connection, token), cancellationToken).ConfigureAwait(false);
        await KeepAsync(connection).ConfigureAwait(false);
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        if (Interlocked.Exchange(ref _idle, null) is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        await dataSource.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _isDisposed = true;
        Interlocked.Exchange(ref _idle, null)?.Dispose();
        dataSource.Dispose();
    }

    private async ValueTask KeepAsync(NpgsqlConnection connection)
    {
        _ = Interlocked.Exchange(ref _idle, connection);
        if (_isDisposed)
        {
            await DisposeAsync().ConfigureAwait(false); // the host has ended meanwhile
        }
    }

    private Task<T> RunAsync<T>(NpgsqlConnection connection, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        _driver.RunAsync(token => ClosingOnFailureAsync(connection, work, token), _ => connection.Dispose(), cancellationToken);

    private Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) =>
        _driver.RunAsync(OpenOnceAsync, static late => late.Dispose(), cancellationToken);

    private async Task<NpgsqlConnection> OpenOnceAsync(CancellationToken cancellationToken)
    {
        int handshakes = tls.Handshakes;
        try
        {
            return await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException exception) when (exception.GetType() == typeof(NpgsqlException) && exception.InnerException is null && tls.IsDemanded && tls.Handshakes == handshakes)
        {
            throw new NoTlsException(exception);
        }
    }

    private Task<NpgsqlConnection> PingAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => RunAsync(
        connection,
        async token =>
        {
            await PostgreSqlCommand.Ping.ExecuteAsync(connection, token).ConfigureAwait(false);
            return connection;
        },
        cancellationToken);

    private static async Task<T> ClosingOnFailureAsync<T>(NpgsqlConnection connection, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
