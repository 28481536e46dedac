using MongoDB.Driver;

namespace Philae.HealthChecks.MongoDb;

/// <summary>Pings over the application's client, or over one that the probe makes, keeps, and makes anew after a failure.</summary>
internal sealed class MongoDbProbe : IProbe, IDisposable
{
    private readonly MongoDbPing? _shared;
    private readonly MongoDbClientFactory? _factory;
    private readonly KeptFirst? _keptFirst;
    private MongoDbClient? _own;
    private volatile bool _disposed;

    private MongoDbProbe(string name, MongoDbPing? shared, MongoDbClientFactory? factory, KeptFirst? keptFirst) =>
        (Name, _shared, _factory, _keptFirst) = (name, shared, factory, keptFirst);

    public string Name { get; }

    public static MongoDbProbe Own(string name, MongoDbClientFactory factory, KeptFirst keptFirst) => new(name, null, factory, keptFirst);

    public static MongoDbProbe Shared(string name, IMongoClient client, string database) => new(name, new MongoDbPing(client, database), null, null);

    public Task CheckAsync(CancellationToken cancellationToken) => _shared is null ? PingOwnAsync(cancellationToken) : PingSharedAsync(_shared, cancellationToken);

    public void Dispose()
    {
        _disposed = true;
        Interlocked.Exchange(ref _own, null)?.Dispose();
    }

    private static async Task PingSharedAsync(MongoDbPing ping, CancellationToken cancellationToken)
    {
        try
        {
            await ping.SendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ProbeException exception) when (MongoDbFailure.IsBrokenConnection(exception.InnerException))
        {
            // A connection that was kept and has broken, a monitor's too, says nothing about the server: a new one does.
            await ping.SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PingOwnAsync(CancellationToken cancellationToken)
    {
        MongoDbClient? kept = Interlocked.Exchange(ref _own, null);
        MongoDbClient client = await (kept is null
            ? FirstAsync(cancellationToken)
            : _keptFirst!.GetFirstAsync(
                token => PingAsync(kept, token), FreshAsync, MongoDbFailure.IsLost, static late => late.Abort(), cancellationToken)).ConfigureAwait(false);
        Keep(client);
    }

    // Where no client was kept, a connection may still break after its handshake, while the check waits for a primary: then, too, a fresh one decides.
    private async Task<MongoDbClient> FirstAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FreshAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ProbeException exception) when (MongoDbFailure.IsBrokenConnection(exception.InnerException))
        {
            return await FreshAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<MongoDbClient> FreshAsync(CancellationToken cancellationToken)
    {
        MongoDbClient client = await _factory!.CreateAsync(cancellationToken).ConfigureAwait(false);
        if (_disposed)
        {
            client.Abort(); // the host has ended meanwhile
            throw new ObjectDisposedException(Name);
        }

        return await PingAsync(client, cancellationToken).ConfigureAwait(false);
    }

    private async Task<MongoDbClient> PingAsync(MongoDbClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.Ping.SendAsync(cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch (Exception exception) when (exception.InnerException is MongoServerException)
        {
            Keep(client); // the server itself says no, so the connection is good
            throw;
        }
        catch
        {
            client.Abort();
            throw;
        }
    }

    private void Keep(MongoDbClient client)
    {
        _own = client;
        if (_disposed)
        {
            // The host has ended meanwhile.
            Interlocked.Exchange(ref _own, null)?.Abort();
        }
    }
}
