using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>Answers whatever it is sent first with the same bytes and hangs up.</summary>
internal sealed class AnsweringServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;
    private readonly Task _serving;

    public AnsweringServer(string answer)
    {
        _answer = Encoding.ASCII.GetBytes(answer);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url => $"redis://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            for (; ; )
            {
                using Socket connection = await _listener.AcceptSocketAsync();
                await connection.ReceiveAsync(new byte[1024]);
                await connection.SendAsync(_answer);
                connection.Shutdown(SocketShutdown.Send);

                // Until the other side has hung up too: what it sent and nobody read would reset the connection.
                while (await connection.ReceiveAsync(new byte[1024]) > 0)
                {
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            // Stopped.
        }
    }
}
