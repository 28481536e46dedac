using System.Net;
using System.Net.Sockets;

namespace Philae.HealthChecks.MySql.Tests;

/// <summary>Says the same to everyone who connects, and hangs up.</summary>
internal sealed class SpeakingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;

    public SpeakingServer(byte[] words)
    {
        _listener.Start();
        _accepting = AcceptAsync(words);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>A packet of MySQL's protocol, the first of its connection.</summary>
    public static byte[] Packet(ReadOnlySpan<byte> payload) => [(byte)payload.Length, (byte)(payload.Length >> 8), 0, 0, .. payload];

    /// <summary>The packet with which a server refuses.</summary>
    public static byte[] Error(int code) => Packet([0xff, (byte)code, (byte)(code >> 8), .. "#HY000as the server says it"u8]);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync(byte[] words)
    {
        try
        {
            for (; ; )
            {
                using Socket connection = await _listener.AcceptSocketAsync();
                await connection.SendAsync(words);
                connection.Shutdown(SocketShutdown.Send);
                byte[] rest = new byte[256];
                while (await connection.ReceiveAsync(rest) > 0)
                {
                    // Closing with unread bytes would take the words back.
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            // Stopped, during an accept or before the next.
        }
    }
}
