using System.Net;
using System.Net.Sockets;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>What this machine can listen on; containers often have no IPv6.</summary>
public static class Loopback
{
    public static bool HasIPv6 { get; } = CanListen(IPAddress.IPv6Loopback);

    private static bool CanListen(IPAddress address)
    {
        try
        {
            using var listener = new TcpListener(address, 0);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
