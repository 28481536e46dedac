using System.Net;
using System.Net.Sockets;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>Stands before a server and, when told to, hangs up on the next thing that a client says.</summary>
internal sealed class BreakingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _server;
    private readonly Task _accepting;
    private int _armed;

    public BreakingProxy(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void BreakNext() => _armed = 1;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            for (; ; )
            {
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync()));
            }
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using Socket here = client;
        using var there = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await there.ConnectAsync(IPAddress.Loopback, _server);
        await Task.WhenAny(PumpAsync(here, there, mayBreak: true), PumpAsync(there, here, mayBreak: false));
    }

    private async Task PumpAsync(Socket from, Socket to, bool mayBreak)
    {
        byte[] buffer = new byte[4096];
        try
        {
            for (int count; (count = await from.ReceiveAsync(buffer)) > 0;)
            {
                if (mayBreak && Interlocked.Exchange(ref _armed, 0) == 1)
                {
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The other direction ended.
        }
    }
}
