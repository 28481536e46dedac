using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MongoDB.Bson;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>
/// Speaks MongoDB's protocol over real sockets as far as a driver that pings needs it: the handshake, the monitors' stream of
/// hellos, SCRAM-SHA-256, TLS. Written from MongoDB's published specifications, since no server is to be had.
/// </summary>
public sealed class FakeMongoServer(string? user = null, string? password = null, TestCertificate? certificate = null, bool wantsClientCertificate = false)
    : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, Socket> _open = new();
    private readonly ConcurrentQueue<Ping> _pings = new();
    private readonly ObjectId _process = ObjectId.GenerateNewId();
    private TaskCompletionSource _running = Done();
    private TcpListener? _listener;
    private CancellationTokenSource _end = new();
    private Task _serving = Task.CompletedTask;
    private int _accepted;

    /// <summary>A ping that was answered: on which connection, counted from 1, of which database, and whether somebody was logged in.</summary>
    public sealed record Ping(int Connection, string Database, bool LoggedIn);

    public int Port { get; } = FreePort.Next();

    public string Url => user is null ? $"mongodb://127.0.0.1:{Port}/" : $"mongodb://{user}:{password}@127.0.0.1:{Port}/";

    public IReadOnlyCollection<Ping> Pings => _pings;

    /// <summary>How many connections there have been.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>How many connections there are.</summary>
    public int Open => _open.Count;

    /// <summary>Sees every command first, and may answer it, late or never, in the server's place; null leaves it to the server.</summary>
    public Func<MongoRequest, Task<BsonDocument?>>? Intercept { get; set; }

    /// <summary>Changes what the server says of itself.</summary>
    public Action<BsonDocument>? Introduce { get; set; }

    internal string? User => user;

    internal TestCertificate? Certificate => certificate;

    internal bool WantsClientCertificate => wantsClientCertificate;

    /// <summary>Not completed while the server is frozen.</summary>
    internal Task Running => _running.Task;

    public static FakeMongoServer Started(string? user = null, string? password = null, TestCertificate? certificate = null, bool wantsClientCertificate = false)
    {
        var server = new FakeMongoServer(user, password, certificate, wantsClientCertificate);
        server.Start();
        return server;
    }

    /// <summary>Listens, or listens again on the same port.</summary>
    public void Start()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _end = new CancellationTokenSource();
        _serving = ServeAsync(_listener, _end.Token);
    }

    /// <summary>Ends with all connections, the listener first: whoever comes back at once is refused.</summary>
    public async Task KillAsync()
    {
        _listener?.Dispose();
        await _end.CancelAsync();
        await _serving;
    }

    /// <summary>Ends all connections, and goes on listening.</summary>
    public void HangUp()
    {
        foreach (Socket socket in _open.Values)
        {
            socket.Dispose();
        }
    }

    /// <summary>Connections are accepted; nobody answers.</summary>
    public void Freeze() => _running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => _running.TrySetResult();

    /// <summary>Drops the record of pings, for tests that count memory.</summary>
    public void Forget() => _pings.Clear();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _end.Dispose();
    }

    internal MongoLogin Login() => new(user ?? "", password ?? "");

    internal void Add(Ping ping) => _pings.Enqueue(ping);

    internal BsonDocument Hello(int connection, string command)
    {
        BsonDocument hello = new()
        {
            { "helloOk", true },
            { command == "hello" ? "isWritablePrimary" : "ismaster", true },
            { "topologyVersion", new BsonDocument { { "processId", _process }, { "counter", 0L } } },
            { "maxBsonObjectSize", 16_777_216 },
            { "maxMessageSizeBytes", 48_000_000 },
            { "maxWriteBatchSize", 100_000 },
            { "localTime", DateTime.UtcNow },
            { "logicalSessionTimeoutMinutes", 30 },
            { "connectionId", connection },
            { "minWireVersion", 0 },
            { "maxWireVersion", 25 },
            { "readOnly", false },
            { "ok", 1.0 },
        };
        Introduce?.Invoke(hello);
        return hello;
    }

    private async Task ServeAsync(TcpListener listener, CancellationToken end)
    {
        var connections = new List<Task>();
        try
        {
            for (; ; )
            {
                Socket socket = await listener.AcceptSocketAsync(end);
                connections.RemoveAll(static connection => connection.IsCompleted);
                connections.Add(ServeAsync(socket, Interlocked.Increment(ref _accepted), end));
            }
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException or OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket, int number, CancellationToken end)
    {
        _open[number] = socket;
        await new FakeMongoConnection(this, socket, number).ServeAsync(end);
        socket.Dispose();
        _open.TryRemove(number, out _);
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
