using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Philae.HealthChecks.PostgreSql.Tests;

/// <summary>Answers the first packet of each connection with the same bytes and hangs up.</summary>
internal sealed class AnsweringServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;
    private readonly Task _serving;

    public AnsweringServer(byte[] answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>What PostgreSQL writes when it refuses: its ErrorResponse.</summary>
    public static byte[] Refusal(string state)
    {
        byte[] fields = Encoding.UTF8.GetBytes($"SFATAL\0VFATAL\0C{state}\0Mrefused by the test\0\0");
        byte[] message = [(byte)'E', 0, 0, 0, 0, .. fields];
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), message.Length - 1);
        return message;
    }

    public string Url(string query) => $"postgres://app@127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/db?{query}";

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
