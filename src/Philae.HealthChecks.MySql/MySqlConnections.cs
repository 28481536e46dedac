using MySqlConnector;

namespace Philae.HealthChecks.MySql;

/// <summary>The probe's own connection, kept from check to check. While a check uses it, it belongs to that check.</summary>
internal sealed class MySqlConnections(MySqlDataSource source, MySqlCommandText command, KeptFirst keptFirst) : IAsyncDisposable, IDisposable
{
    private readonly DriverWork _driver = new();
    private MySqlConnection? _idle;
    private volatile bool _isDisposed;

    public async Task<object?> AskAsync(CancellationToken cancellationToken)
    {
        // The login is an answer, too: a new connection needs no ping.
        MySqlConnection? kept = Interlocked.Exchange(ref _idle, null);
        MySqlConnection connection = kept is null
            ? await OpenAsync(cancellationToken).ConfigureAwait(false)
            : await keptFirst.AskAsync(
                token => PingAsync(kept, token), OpenAsync, static _ => true, static late => late.Dispose(), cancellationToken).ConfigureAwait(false);
        bool isWell = true;
        try
        {
            return await _driver.RunAsync(token => ExecuteAsync(connection, token), _ => connection.Dispose(), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            isWell = false; // the driver may still use it, and closes it afterwards
            throw;
        }
        finally
        {
            if (isWell)
            {
                _ = Interlocked.Exchange(ref _idle, connection);
            }

            if (_isDisposed)
            {
                await DisposeIdleAsync().ConfigureAwait(false);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        await DisposeIdleAsync().ConfigureAwait(false);
        await source.DisposeAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        _isDisposed = true;
        Interlocked.Exchange(ref _idle, null)?.Dispose();
        source.Dispose();
    }

    private Task<MySqlConnection> OpenAsync(CancellationToken cancellationToken) => _driver.RunAsync(
        async token => await source.OpenConnectionAsync(token).ConfigureAwait(false), static late => late.Dispose(), cancellationToken);

    private async Task<object?> ExecuteAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await command.ExecuteAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch when (cancellationToken.IsCancellationRequested)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // The driver waits for a ping's answer for ever, whatever the token says; closing the connection ends that.
    private static async Task<MySqlConnection> PingAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        CancellationTokenRegistration closing = cancellationToken.UnsafeRegister(static state => ((MySqlConnection)state!).Dispose(), connection);
        await using (closing.ConfigureAwait(false))
        {
            try
            {
                return await connection.PingAsync(cancellationToken).ConfigureAwait(false)
                    ? connection
                    : throw new EndOfStreamException("The connection broke off.");
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private async ValueTask DisposeIdleAsync()
    {
        if (Interlocked.Exchange(ref _idle, null) is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
