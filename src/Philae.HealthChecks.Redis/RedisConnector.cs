using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Makes and closes clients of the probe's own.</summary>
internal static class RedisConnector
{
    /// <summary>Returns a connected client, or throws why there is none as soon as that is known.</summary>
    /// <exception cref="OperationCanceledException">Given up; the driver gives up by itself, at its connect time limit.</exception>
    public static async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions options, CancellationToken cancellationToken)
    {
        ConfigurationOptions watched = options.Clone();
        var failures = new ConnectionFailures(options.LoggerFactory);
        watched.LoggerFactory = failures;
        watched.AbortOnConnectFail = false;
        watched.ConnectRetry = 1;
        watched.BacklogPolicy = BacklogPolicy.FailFast;
        Task<ConnectionMultiplexer> connecting = ConnectionMultiplexer.ConnectAsync(watched);
        try
        {
            await Task.WhenAny(connecting, failures.First).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (connecting.IsCompleted && await connecting.ConfigureAwait(false) is { IsConnected: true } client)
            {
                return client;
            }

            // An attempt may end a moment before its failure is logged.
            throw await failures.First.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _ = CloseAsync(connecting);
            throw;
        }
    }

    /// <summary>Closes at once: a polite end waits for the answers of a server that may never give them.</summary>
    public static void Close(ConnectionMultiplexer client)
    {
        client.Close(allowCommandsToComplete: false);
        client.Dispose();
    }

    private static async Task CloseAsync(Task<ConnectionMultiplexer> connecting)
    {
        await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connecting.IsCompletedSuccessfully)
        {
            Close(connecting.Result);
        }
    }
}
