using MongoDB.Driver;

namespace Philae.HealthChecks.MongoDb;

/// <summary>Pings over the application's client, or over one that the probe makes, keeps, and makes anew after a failure.</summary>
internal sealed class MongoDbProbe : IProbe, IDisposable
{
    private readonly MongoDbPing? _shared;
    private readonly MongoDbClientFactory? _factory;
    private MongoDbClient? _own;
    private volatile bool _disposed;

    private MongoDbProbe(string name, MongoDbPing? shared, MongoDbClientFactory? factory) => (Name, _shared, _factory) = (name, shared, factory);

    public string Name { get; }

    public static MongoDbProbe Own(string name, MongoDbClientFactory factory) => new(name, null, factory);

    public static MongoDbProbe Shared(string name, IMongoClient client, string database) => new(name, new MongoDbPing(client, database), null);

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PingAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ProbeException exception) when (MongoDbFailure.IsBrokenConnection(exception.InnerException))
        {
            // A connection that was kept and has broken, a monitor's too, says nothing about the server: a new one does.
            await PingAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        Interlocked.Exchange(ref _own, null)?.Dispose();
    }

    private async Task PingAsync(CancellationToken cancellationToken)
    {
        try
        {
            MongoDbPing ping = _shared ?? await OwnAsync(cancellationToken).ConfigureAwait(false);
            await ping.SendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception.InnerException is not MongoServerException)
        {
            // Where the server itself says no, the connection is good.
            Interlocked.Exchange(ref _own, null)?.Abort();
            throw;
        }
    }

    private async ValueTask<MongoDbPing> OwnAsync(CancellationToken cancellationToken)
    {
        if (_own is { } kept)
        {
            return kept.Ping;
        }

        MongoDbClient made = await _factory!.CreateAsync(cancellationToken).ConfigureAwait(false);
        _own = made;
        if (_disposed)
        {
            // The host has ended meanwhile.
            Interlocked.Exchange(ref _own, null)?.Abort();
        }

        return made.Ping;
    }
}
