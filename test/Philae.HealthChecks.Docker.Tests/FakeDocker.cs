using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Philae.HealthChecks.Docker.Tests;

/// <summary>Answers each request as a test says, on a port or a socket file, and keeps what it was sent.</summary>
internal sealed class FakeDocker : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly Func<Stream, Task> _answer;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _open;

    public FakeDocker(string answer, bool close = false, string? socketFile = null)
        : this(async stream => await WriteAsync(stream, answer, close), socketFile)
    {
    }

    /// <param name="answer">Throws <see cref="IOException"/> to end the connection.</param>
    /// <param name="socketFile">Null: a port.</param>
    public FakeDocker(Func<Stream, Task> answer, string? socketFile = null)
    {
        _answer = answer;
        _listener = socketFile is null
            ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(socketFile is null ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(socketFile));
        _listener.Listen();
        Target = socketFile is null ? $"tcp://{_listener.LocalEndPoint}" : $"unix://{socketFile}";
        _accepting = AcceptAsync();
    }

    public string Target { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public ConcurrentQueue<string> Requests { get; } = new();

    public int Accepted => _connections.Count;

    public int Open => Volatile.Read(ref _open);

    public static string Http(string status, string body) =>
        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private static async Task WriteAsync(Stream stream, string answer, bool close)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        if (close)
        {
            throw new IOException("As the test says.");
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (; ; )
            {
                Socket connection = await _listener.AcceptAsync(_stop.Token);
                Interlocked.Increment(ref _open);
                _connections.Add(ServeAsync(connection));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        try
        {
            await using var stream = new NetworkStream(connection, ownsSocket: true);
            while (await ReadAsync(stream) is { } request)
            {
                Requests.Enqueue(request);
                await _answer(stream).WaitAsync(_stop.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // Closed by the client, by the test's answer, or at the end.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task<string?> ReadAsync(Stream stream)
    {
        var request = new StringBuilder();
        byte[] one = new byte[1];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            request.Append((char)one[0]);
        }

        return request.ToString();
    }
}
