using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>Stands between a probe and its server, and tells what the probe sends and when it hangs up.</summary>
public sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Channel<byte[]> _sent = Channel.CreateUnbounded<byte[]>();
    private readonly TaskCompletionSource _hungUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Socket> _sockets = [];
    private readonly Task _accepting;
    private TaskCompletionSource? _held;
    private volatile int _hungUpWhenAsked;
    private int _accepted;
    private volatile int _silenced;

    /// <param name="serverPort">Where the server listens.</param>
    /// <param name="port">Where to listen. Zero: a free port.</param>
    public Relay(int serverPort, int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync(serverPort);
    }

    /// <summary>How many connections the probe has made.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What the probe sends, as it arrives.</summary>
    public ChannelReader<byte[]> Sent => _sent.Reader;

    /// <summary>Keeps what the probe sends from the server, until <see cref="Release"/>.</summary>
    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _held?.SetResult();

    /// <summary>Drops what was sent until now.</summary>
    public void Forget()
    {
        while (_sent.Reader.TryRead(out _))
        {
            // As long as there is something.
        }
    }

    /// <summary>Completes when the probe has sent these bytes in one piece; whatever else it sent before is dropped.</summary>
    public async Task SentAsync(ReadOnlyMemory<byte> bytes)
    {
        while ((await _sent.Reader.ReadAsync()).AsSpan().IndexOf(bytes.Span) < 0)
        {
            // A driver has things of its own to say, too.
        }
    }

    /// <summary>Completes when the probe has closed a connection.</summary>
    public Task HungUp => _hungUp.Task;

    /// <summary>Hangs up every connection, on both sides.</summary>
    public void Break()
    {
        lock (_sockets)
        {
            _sockets.ForEach(HangUp);
            _sockets.Clear();
        }
    }

    /// <summary>Resets every connection, on both sides, as a firewall does that has forgotten it.</summary>
    public void Reset()
    {
        lock (_sockets)
        {
            _sockets.ForEach(static socket => socket.Close(timeout: 0)); // with a timeout of zero, an end without a goodbye
            _sockets.Clear();
        }
    }

    /// <summary>Forwards nothing more over the connections that exist, and keeps them open. New connections are served.</summary>
    public void Silence() => _silenced = Accepted;

    /// <summary>Hangs up each existing connection once the probe sends something over it. New connections are served.</summary>
    public void HangUpWhenAsked() => _hungUpWhenAsked = Accepted;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        Break();
    }

    private static void HangUp(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It has ended meanwhile.
        }

        socket.Dispose();
    }

    private async Task AcceptAsync(int serverPort)
    {
        try
        {
            for (; ; )
            {
                Socket probe = await _listener.AcceptSocketAsync();
                int number = Interlocked.Increment(ref _accepted);
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                lock (_sockets)
                {
                    _sockets.AddRange([probe, server]);
                }

                if (!await IsThereAsync(server, serverPort))
                {
                    HangUp(probe);
                    continue;
                }

                _ = PumpAsync(probe, server, bytes => PassAsync(bytes, number), () => _hungUp.TrySetResult());
                _ = PumpAsync(server, probe, _ => Task.FromResult(number > _silenced), static () => { });
            }
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            // Stopped, during an accept or before the next.
        }
    }

    private static async Task<bool> IsThereAsync(Socket server, int port)
    {
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false; // The server is down for a while.
        }
    }

    // Returns whether to forward them.
    private async Task<bool> PassAsync(byte[] bytes, int connection)
    {
        Task held = _held?.Task ?? Task.CompletedTask;
        _sent.Writer.TryWrite(bytes);
        await held;
        return connection <= _hungUpWhenAsked ? throw new ObjectDisposedException(nameof(Relay)) : connection > _silenced;
    }

    private static async Task PumpAsync(Socket from, Socket to, Func<byte[], Task<bool>> pass, Action ended)
    {
        byte[] buffer = new byte[4096];
        try
        {
            for (int count; (count = await from.ReceiveAsync(buffer)) > 0;)
            {
                if (await pass(buffer[..count]))
                {
                    await to.SendAsync(buffer.AsMemory(0, count));
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // An end, too.
        }

        ended();
        to.Dispose();
    }
}
