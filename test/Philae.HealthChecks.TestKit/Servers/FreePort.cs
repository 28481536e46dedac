using System.Net;
using System.Net.Sockets;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>Ports on which nobody listens, outside the range from which the kernel takes those of outgoing connections.</summary>
public static class FreePort
{
    private static int _last = 12_000 + Random.Shared.Next(15_000);

    public static int Next()
    {
        for (; ; )
        {
            int port = 12_000 + (Interlocked.Increment(ref _last) % 20_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }
}
