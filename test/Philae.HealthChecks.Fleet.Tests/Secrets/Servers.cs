using System.Collections.Concurrent;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>Servers that want a password, one for each kind and secret: real ones, and fakes that check it as their models do.</summary>
public sealed class Servers : IAsyncDisposable
{
    private readonly ConcurrentBag<IAsyncDisposable> _started = [];
    private readonly Dictionary<string, Lazy<Task<Server[]>>> _servers;

    public Servers() => _servers = new()
    {
        ["redis"] = Each(RedisAsync),
        ["postgresql"] = Each(PostgreSqlAsync),
        ["mysql"] = Each(MariaDbAsync),
        ["etcd"] = Each(EtcdAsync),
        ["mongodb"] = Each(secret => Task.FromResult(Added(FakeMongoServer.Started("probe", secret.Text), static server => server.Port))),
        ["swift"] = Each(async secret => Added(await FakeKeystone.StartAsync(secret.Text), static server => server.Server.Port)),
    };

    /// <summary>A server on loopback that takes a secret from a user.</summary>
    internal sealed record Server(Secret Secret, int Port, string User)
    {
        /// <summary>For one check, after which the server goes on.</summary>
        public Stage Stage() => new("127.0.0.1", Port) { User = User };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable server in _started)
        {
            await server.DisposeAsync();
        }
    }

    internal static bool Have(Place place) => place.Kind is "redis" or "postgresql" or "mysql" or "etcd" or "mongodb" or "swift";

    internal Task<Server[]> OfAsync(Place place) => _servers[place.Kind].Value;

    private static Lazy<Task<Server[]>> Each(Func<Secret, Task<(int Port, string User)>> start) => new(async () =>
    {
        var servers = new List<Server>();
        foreach (Secret secret in (Secret[])[Secret.Plain(), Secret.Awkward()])
        {
            (int port, string user) = await start(secret);
            servers.Add(new Server(secret, port, user));
        }

        return [.. servers];
    });

    private (int Port, string User) Added<T>(T server, Func<T, int> port, string user = "probe")
        where T : IAsyncDisposable
    {
        _started.Add(server);
        return (port(server), user);
    }

    private (int Port, string User) Added(LocalServer server, string user) => Added(server, static server => server.Port, user);

    private async Task<(int Port, string User)> RedisAsync(Secret secret)
    {
        var server = new RedisServer(secret.Text);
        (int Port, string User) added = Added(server, "default");
        await server.StartAsync();
        return added;
    }

    private async Task<(int Port, string User)> PostgreSqlAsync(Secret secret)
    {
        var server = new PostgreSqlServer(secret.Text);
        (int Port, string User) added = Added(server, "postgres");
        await server.InitializeAsync();
        await server.StartAsync();
        return added;
    }

    private async Task<(int Port, string User)> MariaDbAsync(Secret secret)
    {
        var server = new MariaDbServer(secret.Text);
        (int Port, string User) added = Added(server, "hc");
        await server.InitializeAsync();
        return added;
    }

    private async Task<(int Port, string User)> EtcdAsync(Secret secret)
    {
        var server = new EtcdServer();
        (int Port, string User) added = Added(server, "root");
        await server.StartAsync();
        await server.EnableUsersAsync(secret.Text);
        return added;
    }
}
