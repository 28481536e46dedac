namespace Philae.HealthChecks;

/// <summary>
/// Calls a driver that may ignore cancellation while a server is silent. The caller's wait ends with its token; the call itself
/// ends by the driver's own time limit, or once the server answers. Few such calls exist at a time: the next one waits for room.
/// </summary>
#pragma warning disable CA1001 // a semaphore whose wait handle nobody asks for holds nothing to dispose of
internal sealed class DriverWork
#pragma warning restore CA1001
{
    // A kept connection that is silent, and a fresh one that is being made.
    private const int Most = 2;

    private readonly SemaphoreSlim _room = new(Most);

    /// <summary>Starts a call that the caller's token does not stop.</summary>
    /// <param name="work">The call. It closes what it has opened if it fails.</param>
    /// <param name="cancellationToken">Ends the wait for room.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled before there was room.</exception>
    public async Task<DriverCall<T>> StartAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        var stop = new CancellationTokenSource();
        return new(FreeingRoomAsync(work, stop.Token), stop);
    }

    /// <param name="work">The call. It closes what it has opened if it fails.</param>
    /// <param name="discard">Closes a result that came too late.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, Action<T> discard, CancellationToken cancellationToken)
    {
        DriverCall<T> call = await StartAsync(work, cancellationToken).ConfigureAwait(false);
        try
        {
            return await call.Result.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = call.StopAsync(discard);
            throw;
        }
    }

    private async Task<T> FreeingRoomAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken stopped)
    {
        try
        {
            return await work(stopped).ConfigureAwait(false);
        }
        finally
        {
            _room.Release();
        }
    }
}
