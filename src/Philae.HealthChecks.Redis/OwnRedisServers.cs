using System.Collections.Concurrent;
using System.Net;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>
/// A client for each server, because one client for all comes to life only when the last server has answered or its connect
/// time limit has passed: a replica behind a black hole would hold up its primary.
/// </summary>
internal sealed class OwnRedisServers(ConfigurationOptions options, KeptFirst keptFirst, bool provesCredentials = true) : IRedisServers, IDisposable
{
    private readonly ConcurrentDictionary<EndPoint, RedisConnection> _connections = new();
    private volatile bool _disposed;

    public IReadOnlyList<EndPoint> Named { get; } = [.. options.EndPoints];

    public string ClusterCommand { get; } = RedisCommands.Cluster(options.CommandMap);

    public Task<T> QueryAsync<T>(EndPoint server, Func<IServer, Task<T>> query, CancellationToken cancellationToken)
    {
        RedisConnection connection = _connections.GetOrAdd(server, address => new RedisConnection(OptionsOf(address), provesCredentials, keptFirst));
        if (_disposed)
        {
            connection.Dispose();
        }

        return connection.QueryAsync(query, cancellationToken);
    }

    // A certificate is for names, as a rule.
    public EndPoint AddressOf(RedisClusterNode node) => options.Ssl && node.Name is { } name ? name : node.Address;

    public void KeepOnly(IReadOnlyCollection<EndPoint> servers)
    {
        foreach (EndPoint server in _connections.Keys.Except(Named).Except(servers))
        {
            if (_connections.TryRemove(server, out RedisConnection? connection))
            {
                connection.Dispose();
            }
        }
    }

    /// <summary>Closes every connection; the next query makes a new one.</summary>
    public void Drop()
    {
        foreach (RedisConnection connection in _connections.Values)
        {
            connection.Drop();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        foreach (RedisConnection connection in _connections.Values)
        {
            connection.Dispose();
        }
    }

    private ConfigurationOptions OptionsOf(EndPoint server)
    {
        ConfigurationOptions own = options.Clone();
        own.ServiceName = null;
        own.EndPoints.Clear();
        own.EndPoints.Add(server);
        own.AllowAdmin = true; // The driver's word for CLUSTER under its own name.

        // As the driver does where a cluster that was named by one host name lists addresses.
        if (own.Ssl && own.SslHost is null && server is IPEndPoint)
        {
            own.SslHost = options.Defaults.GetSslHostFromEndpoints(options.EndPoints);
        }

        return own;
    }
}
