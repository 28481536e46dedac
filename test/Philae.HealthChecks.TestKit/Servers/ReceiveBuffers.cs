using System.Globalization;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>What the kernel keeps for a server that does not read.</summary>
public static class ReceiveBuffers
{
    /// <summary>Whether bytes wait on a connection that somebody made to a port of this machine.</summary>
    public static bool HasUnread(int port)
    {
        // Columns: number, local address:port, remote address:port, state, bytes to send:bytes to read, …, all in hexadecimal.
        string suffix = $":{port:X4}";
        return File.ReadLines("/proc/net/tcp").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(columns => columns[1].EndsWith(suffix, StringComparison.Ordinal) && columns[3] == "01"
                && int.Parse(columns[4].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) > 0);
    }
}
