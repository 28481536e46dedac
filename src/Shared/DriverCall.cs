namespace Philae.HealthChecks;

/// <summary>A call of a driver that may outlast the check that made it.</summary>
internal sealed class DriverCall<T>(Task<T> result, CancellationTokenSource stop)
{
    public Task<T> Result { get; } = result;

    /// <summary>Cancels the call and waits for its end, however it ends.</summary>
    /// <param name="discard">Closes what the call has returned.</param>
    public async Task StopAsync(Action<T> discard)
    {
        if (!Result.IsCompleted)
        {
            // What the driver does on cancellation may block its thread, so the cancellation gets a thread of its own.
            await stop.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ((Task)Result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (Result.IsCompletedSuccessfully)
        {
            discard(Result.Result);
        }

        stop.Dispose();
    }
}
