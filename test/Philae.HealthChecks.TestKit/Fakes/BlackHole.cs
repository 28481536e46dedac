using System.Net;
using System.Net.Sockets;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>An IPv4 address and port where connecting neither succeeds nor fails: the kernel drops what does not fit the listener's queue.</summary>
public sealed class BlackHole : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly TcpClient _filler = new();

    /// <param name="address">Null: 127.0.0.1.</param>
    /// <param name="port">Zero: a free port.</param>
    public BlackHole(IPAddress? address = null, int port = 0)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, port);
        _listener.Start(backlog: 0); // Linux keeps one more than it is told
        _filler.Connect((IPEndPoint)_listener.LocalEndpoint);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many attempts to connect are under way.</summary>
    public int Attempts => ClientSockets.Count((IPEndPoint)_listener.LocalEndpoint, ClientSockets.Connecting);

    /// <summary>Completes when an attempt is under way.</summary>
    public Task Reached => Eventually.TrueAsync(() => Attempts > 0);

    /// <summary>Makes room in the queue: the attempts under way succeed when the kernel repeats them, about a second later.</summary>
    public void Open() => _listener.AcceptSocket().Dispose();

    public ValueTask DisposeAsync()
    {
        _filler.Dispose();
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }
}
