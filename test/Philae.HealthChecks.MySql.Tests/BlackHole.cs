using System.Net;
using System.Net.Sockets;

namespace Philae.HealthChecks.MySql.Tests;

/// <summary>A listener whose queue is full: the kernel drops whoever else comes, as a firewall does.</summary>
internal sealed class BlackHole : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _queue = [];

    public BlackHole()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(0);
        for (int i = 0; i < 4; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _queue.Add(socket);
            _ = ConnectAsync(socket);
        }
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose()
    {
        _queue.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }

    // The first gets into the queue; the others, like the probe after them, never do.
    private async Task ConnectAsync(Socket socket)
    {
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Port);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }
}
