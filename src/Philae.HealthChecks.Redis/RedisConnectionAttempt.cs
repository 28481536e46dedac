using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>A client that is being made, from the start, or has been made, until it is disposed.</summary>
internal sealed class RedisConnectionAttempt : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private int _disposed;

    public RedisConnectionAttempt(ConfigurationOptions options, bool provesCredentials)
    {
        Client = ConnectAsync(options, provesCredentials, _end.Token);
        Client.Observe();
    }

    public Task<ConnectionMultiplexer> Client { get; }

    /// <summary>It is still being made, or is connected.</summary>
    public bool MayServe => _disposed == 0 && (!Client.IsCompleted || (Client.IsCompletedSuccessfully && Client.Result.IsConnected));

    /// <summary>Closes the client now, or as soon as there is one.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _end.Cancel();
        _end.Dispose();
        if (Client.IsCompletedSuccessfully)
        {
            RedisConnector.Close(Client.Result);
        }
        else
        {
            _ = CloseLateAsync();
        }
    }

    private async Task CloseLateAsync()
    {
        await ((Task)Client).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Client.IsCompletedSuccessfully)
        {
            RedisConnector.Close(Client.Result);
        }
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions options, bool provesCredentials, CancellationToken end)
    {
        ConnectionMultiplexer client = await RedisConnector.ConnectAsync(options, end).ConfigureAwait(false);
        try
        {
            // If its own AUTH is refused, the driver continues as the default user.
            IDatabase commands = client.GetDatabase();
            if (provesCredentials && options.Password is { Length: > 0 } password)
            {
                object[] credentials = options.User is { Length: > 0 } user ? [user, password] : [password];
                await ProveAsync(commands.ExecuteAsync("AUTH", credentials).WaitWithCancellationAsync(end)).ConfigureAwait(false);
            }

            // A ping does not select the database.
            if (options.DefaultDatabase is > 0 and { } database)
            {
                await commands.ExecuteAsync("SELECT", database).WaitWithCancellationAsync(end).ConfigureAwait(false);
            }

            return client;
        }
        catch
        {
            RedisConnector.Close(client);
            throw;
        }
    }

    // An ERR without a code of its own, which the driver takes for an unknown command: the server has no password.
    private static async Task ProveAsync(Task login)
    {
        try
        {
            await login.ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (exception.Kind is RedisErrorKind.UnknownError or RedisErrorKind.UnknownCommand)
        {
            throw new RedisStateException("The server does not take the password.", FailureReason.AuthenticationFailed);
        }
    }
}
