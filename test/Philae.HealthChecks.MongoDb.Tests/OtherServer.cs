using System.Net;
using System.Net.Sockets;

namespace Philae.HealthChecks.MongoDb.Tests;

/// <summary>Listens where a MongoDB is expected, and says something else to the first that it hears; without words it hangs up.</summary>
internal sealed class OtherServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<byte[], byte[]> _answer;
    private readonly Task _accepting;

    public OtherServer(Func<byte[], byte[]> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"mongodb://hc:secret@127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
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

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            byte[] heard = new byte[4096];
            int length = await socket.ReceiveAsync(heard);
            byte[] words = _answer(heard[..length]);
            if (words.Length > 0)
            {
                await socket.SendAsync(words);
                while (await socket.ReceiveAsync(heard) > 0)
                {
                    // Until the client has had enough.
                }
            }
        }
        catch (SocketException)
        {
            // The client has had enough.
        }
        finally
        {
            socket.Dispose();
        }
    }
}
