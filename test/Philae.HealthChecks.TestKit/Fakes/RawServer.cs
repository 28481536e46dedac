using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>A server of bytes: each connection is handed to a function, for what a well-made server cannot be made to do.</summary>
public sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<NetworkStream, CancellationToken, Task> _serve;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private int _open;

    /// <param name="serve">Serves one connection, which is closed when it returns.</param>
    /// <param name="address">Where to listen. Null: 127.0.0.1.</param>
    /// <param name="port">Where to listen. Zero: a free port.</param>
    public RawServer(Func<NetworkStream, CancellationToken, Task> serve, IPAddress? address = null, int port = 0)
    {
        _serve = serve;
        _listener = new TcpListener(address ?? IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many were accepted since the start.</summary>
    public int Connections { get; private set; }

    /// <summary>How many are being served now.</summary>
    public int OpenConnections => _open;

    /// <summary>Reads a request up to its empty line; short where the client ends before that.</summary>
    public static async Task<string> ReadRequestAsync(Stream stream, CancellationToken cancellationToken)
    {
        var request = new StringBuilder();
        byte[] buffer = new byte[1];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer, cancellationToken) > 0)
        {
            request.Append((char)buffer[0]);
        }

        return request.ToString();
    }

    /// <summary>Drops what is left of connections that have ended, for tests that count memory.</summary>
    public void Forget()
    {
        lock (_connections)
        {
            _connections.RemoveAll(static connection => connection.IsCompleted);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (; ; )
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                Connections++;
                Task connection = ServeAsync(socket);
                lock (_connections)
                {
                    _connections.Add(connection);
                }
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Stopped; a listener tells that in more than one way, depending on when.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref _open);
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await _serve(stream, _stop.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client has gone, or the test is over.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
