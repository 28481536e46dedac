using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Configuration;

namespace Philae.HealthChecks.MongoDb;

/// <summary>A client of the probe's own: with none of the application's connections, and with nothing left of it once disposed.</summary>
internal sealed class MongoDbClient : IDisposable
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);

    private readonly TrackedSockets _sockets = new();
    private readonly MongoClient _client;
    private readonly ICluster _cluster;

    public MongoDbClient(MongoClientSettings settings, string database)
    {
        // The driver shares connections between clients whose settings are equal, for ever; with a delegate of its own no two are.
        settings.ClusterConfigurator += Track;
        _client = new MongoClient(settings);
        _cluster = _client.Cluster;
        Ping = new MongoDbPing(_client, database);
    }

    public MongoDbPing Ping { get; }

    /// <summary>Ends every connection at once, as after a failure: a server that does not answer a ping does not answer a goodbye either.</summary>
    public void Abort()
    {
        _sockets.Close();
        Dispose();
    }

    public void Dispose()
    {
        _client.Dispose();
        using (TimeProvider.System.CreateTimer(static sockets => ((TrackedSockets)sockets!).Close(), _sockets, Goodbye, Timeout.InfiniteTimeSpan))
        {
            // Disposing the client leaves its connections and monitors to the next client with the same settings. This ends them,
            // and tells the server, if one listens.
            ClusterRegistry.Instance.UnregisterAndDisposeCluster(_cluster);
        }

        _sockets.Close();
    }

    private void Track(ClusterBuilder cluster) => cluster.ConfigureTcp(tcp =>
        tcp.With(socketConfigurator: tcp.SocketConfigurator + _sockets.Add));
}
