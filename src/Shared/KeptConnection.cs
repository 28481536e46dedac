namespace Philae.HealthChecks;

/// <summary>
/// A probe's own connection, kept from check to check. A login that outlasts its check is kept, too, and the next check waits
/// for it. While a check uses the connection, it belongs to that check.
/// </summary>
/// <param name="open">Opens a connection, and closes it if that fails.</param>
/// <param name="ping">Sends the server a request that it answers.</param>
/// <param name="isLost">Whether a failed ping says nothing about the server.</param>
/// <param name="keptFirst">When a fresh connection is opened.</param>
internal sealed class KeptConnection<T>(
    Func<CancellationToken, Task<T>> open, Func<T, CancellationToken, Task> ping, Func<Exception, bool> isLost, KeptFirst keptFirst)
    : IAsyncDisposable, IDisposable
    where T : class, IDisposable, IAsyncDisposable
{
    private readonly DriverWork _driver = new();
    private DriverCall<T>? _kept;
    private volatile bool _isDisposed;

    /// <summary>Runs the command over a connection that answers. One that succeeds leaves the connection to the next check.</summary>
    /// <param name="command">Gets the connection, and whether it has just answered a ping. A new one has answered the login alone.</param>
    /// <param name="cancellationToken">The check's.</param>
    public async Task<TResult> RunAsync<TResult>(Func<T, bool, CancellationToken, Task<TResult>> command, CancellationToken cancellationToken)
    {
        (T connection, bool isPinged) = await TakeAsync(cancellationToken).ConfigureAwait(false);
        TResult result = await UseAsync(connection, token => command(connection, isPinged, token), cancellationToken).ConfigureAwait(false);
        Keep(connection);
        return result;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        _isDisposed = true;
        Discard(Interlocked.Exchange(ref _kept, null));
    }

    private static void Discard(DriverCall<T>? call) => _ = call?.StopAsync(static connection => connection.Dispose());

    private static async Task<TResult> ClosingOnFailureAsync<TResult>(T connection, Func<Task<TResult>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<TResult> UseAsync<TResult>(T connection, Func<CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        bool isStarted = false;
        try
        {
            return await _driver.RunAsync(
                token =>
                {
                    isStarted = true;
                    return ClosingOnFailureAsync(connection, () => work(token));
                },
                _ => connection.Dispose(),
                cancellationToken).ConfigureAwait(false);
        }
        catch when (!isStarted)
        {
            // The check was cancelled first. The next one uses the connection, or closes it.
            Keep(connection);
            throw;
        }
    }

    private async Task<(T Connection, bool IsPinged)> TakeAsync(CancellationToken cancellationToken)
    {
        DriverCall<T>? kept = Interlocked.Exchange(ref _kept, null);
        if (kept is null || kept.Result.IsFaulted || kept.Result.IsCanceled)
        {
            return (await OpenAsync(cancellationToken).ConfigureAwait(false), IsPinged: false);
        }

        T connection = await keptFirst.GetFirstAsync(
            token => PingAsync(kept, token),
            OpenAsync,
            failure => !kept.Result.IsCompletedSuccessfully || isLost(failure),
            static late => late.Dispose(),
            cancellationToken).ConfigureAwait(false);
        return (connection, IsPinged: kept.Result.IsCompletedSuccessfully && connection == kept.Result.Result);
    }

    private async Task<T> OpenAsync(CancellationToken cancellationToken) =>
        await OpenedAsync(await _driver.StartAsync(open, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async Task<T> OpenedAsync(DriverCall<T> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call.Result.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Keep(call);
            throw;
        }
    }

    private async Task<T> PingAsync(DriverCall<T> kept, CancellationToken cancellationToken)
    {
        T connection = await OpenedAsync(kept, cancellationToken).ConfigureAwait(false);
        return await UseAsync(connection, token => PingAsync(connection, token), cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> PingAsync(T connection, CancellationToken cancellationToken)
    {
        await ping(connection, cancellationToken).ConfigureAwait(false);
        return connection;
    }

    private void Keep(T connection) => Keep(new DriverCall<T>(Task.FromResult(connection), new()));

    // The newest is kept: an older one may have been cut without a word.
    private void Keep(DriverCall<T> call)
    {
        Discard(Interlocked.Exchange(ref _kept, call));
        if (_isDisposed)
        {
            Dispose(); // the host has ended meanwhile
        }
    }
}
