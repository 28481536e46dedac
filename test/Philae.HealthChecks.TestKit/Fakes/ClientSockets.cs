using System.Globalization;
using System.Net;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>What the kernel knows of this machine's connections, whoever holds them.</summary>
public static class ClientSockets
{
    public const int Connected = 1;
    public const int Connecting = 2;
    private const int TimeWait = 6;

    /// <summary>Client ends of connections to a server, in one state of the kernel's; null: in any that holds a socket.</summary>
    public static int Count(IPEndPoint server, int? state = null) =>
        Count("/proc/net/tcp", server.Address, server.Port, state) + Count("/proc/net/tcp6", server.Address.MapToIPv6(), server.Port, state);

    private static int Count(string table, IPAddress address, int port, int? state)
    {
        string remote = $"{Hexadecimal(address)}:{port:X4}";
        return (File.Exists(table) ? File.ReadLines(table) : []).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[2] == remote)
            .Select(fields => int.Parse(fields[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Count(found => state is null ? found != TimeWait : found == state);
    }

    // Words of 32 bits, each in the machine's byte order.
    private static string Hexadecimal(IPAddress address) =>
        string.Concat(address.GetAddressBytes().Chunk(4).Select(word => $"{BitConverter.ToUInt32(word):X8}"));
}
