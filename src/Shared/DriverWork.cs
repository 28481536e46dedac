namespace Philae.HealthChecks;

/// <summary>
/// Calls a driver that may not heed cancellation while a server is silent. The caller's wait ends with its token; the call itself
/// ends by the driver's own time limit, or once the server answers. Few such calls exist at a time: the next one waits for room.
/// </summary>
#pragma warning disable CA1001 // a semaphore whose wait handle nobody asks for holds nothing to dispose of
internal sealed class DriverWork
#pragma warning restore CA1001
{
    // A kept connection that is silent, and a fresh one that is being made.
    private const int Most = 2;

    private readonly SemaphoreSlim _room = new(Most);

    /// <param name="work">The call. It closes what it has opened if it fails.</param>
    /// <param name="discard">Closes a result that came too late.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, Action<T> discard, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        var stop = new CancellationTokenSource();
        Task<T> running = FreeingRoomAsync(work, stop);
        try
        {
            return await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = EndAsync(running, stop, discard);
            throw;
        }
    }

    private async Task<T> FreeingRoomAsync<T>(Func<CancellationToken, Task<T>> work, CancellationTokenSource stop)
    {
        try
        {
            return await work(stop.Token).ConfigureAwait(false);
        }
        finally
        {
            _room.Release();
        }
    }

    // What the driver does on cancellation may block its thread, so the cancellation gets a thread of its own.
    private static async Task EndAsync<T>(Task<T> running, CancellationTokenSource stop, Action<T> discard)
    {
        await stop.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (running.IsCompletedSuccessfully)
        {
            discard(running.Result);
        }

        stop.Dispose();
    }
}
