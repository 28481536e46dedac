using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Pings over a client of its own, kept from check to check for as long as it works.</summary>
internal sealed class RedisProbe(string name, ConfigurationOptions options) : IProbe, IDisposable
{
    private ConnectionMultiplexer? _client;
    private volatile bool _disposed;

    public string Name => name;

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        ConnectionMultiplexer? kept = _client is { IsConnected: true } client ? client : null;
        try
        {
            await RedisPing.SendAsync(kept ?? await ConnectAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Drop();
            cancellationToken.ThrowIfCancellationRequested();
            if (kept is null || exception is not RedisConnectionException)
            {
                throw RedisFailure.Of(exception);
            }

            // That the kept connection broke says how the server was. A new one says how it is, and why.
            await CheckAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        Drop();
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(CancellationToken cancellationToken)
    {
        Drop();
        ObjectDisposedException.ThrowIf(_disposed, this);
        ConnectionMultiplexer client = await RedisConnector.ConnectAsync(options, cancellationToken).ConfigureAwait(false);
        Interlocked.Exchange(ref _client, client);
        ObjectDisposedException.ThrowIf(_disposed, this); // meanwhile: nobody else closes this client

        // Where its own AUTH is refused, the driver goes on as the default user.
        IDatabase commands = client.GetDatabase();
        if (options.Password is { Length: > 0 } password)
        {
            object[] credentials = options.User is { Length: > 0 } user ? [user, password] : [password];
            await commands.ExecuteAsync("AUTH", credentials).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        // A ping does not select the database.
        if (options.DefaultDatabase is > 0 and { } database)
        {
            await commands.ExecuteAsync("SELECT", database).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return client;
    }

    private void Drop()
    {
        if (Interlocked.Exchange(ref _client, null) is { } client)
        {
            RedisConnector.Close(client);
        }
    }
}
