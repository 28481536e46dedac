using System.Net;
using System.Net.Sockets;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>Accepts connections and never says a word.</summary>
public sealed class HangingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _connections = [];
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public HangingServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Completes at the first connection.</summary>
    public Task Reached => _reached.Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
        _connections.ForEach(connection => connection.Dispose());
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (; ; )
            {
                _connections.Add(await _listener.AcceptSocketAsync(_stop.Token));
                _reached.TrySetResult();
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Stopped; a listener tells that in more than one way, depending on when.
        }
    }
}
