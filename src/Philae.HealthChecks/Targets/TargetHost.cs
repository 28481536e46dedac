using System.Buffers;
using System.Globalization;

namespace Philae.HealthChecks.Targets;

/// <summary>A server that a target names.</summary>
public sealed class TargetHost
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly IdnMapping Idn = new();

    internal TargetHost(string name, int port) => (Name, Port) = (name, port);

    /// <summary>
    /// A name in ASCII (<c>xn--…</c> for a name with other characters), an IPv4 address of four decimal numbers, an IPv6 address
    /// without brackets, or the absolute path of a Unix socket.
    /// </summary>
    public string Name { get; }

    /// <summary>The port, from 1 to 65535. If the target has none, this is the scheme's default port.</summary>
    public int Port { get; }

    /// <summary>Whether the name is the path of a Unix socket, or of the folder that holds one.</summary>
    public bool IsSocket => Name.StartsWith('/');

    /// <summary>Reads a host's name or address, without its port.</summary>
    /// <param name="host">The text. An IPv6 address may have brackets.</param>
    /// <param name="parameterName">The name of the caller's parameter, for the error.</param>
    /// <returns>The name in the form of <see cref="Name"/>.</returns>
    /// <exception cref="ArgumentException">
    /// The text is neither a name nor an address, or it is an IPv4 address in a form that programs read differently:
    /// <c>127.1</c>, <c>010.0.0.1</c>, <c>0x7f000001</c>, <c>2130706433</c>. The message does not quote it.
    /// </exception>
    public static string Read(string host, string parameterName = "target") =>
        Read(host, "the host of the target", "", parameterName);

    internal static string Read(string host, string what, string hint, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            throw new ArgumentException($"{what} is neither a name nor an address{hint}.", parameterName);
        }

        if (host.Contains(':', StringComparison.Ordinal))
        {
            return host.Trim('[').TrimEnd(']').Replace("%25", "%", StringComparison.Ordinal);
        }

        string ascii = Ascii(host) ?? throw new ArgumentException($"{what} is no name that can be written in ASCII (IDNA){hint}.", parameterName);
        return !EndsInNumber(ascii) || IsFourNumbers(ascii)
            ? ascii
            : throw new ArgumentException(
                $"{what} ends in a number, and so is an IPv4 address, but not one of four decimal numbers without leading zeros, such as 127.0.0.1{hint}.", parameterName);
    }

    private static string? Ascii(string host)
    {
        try
        {
            return System.Text.Ascii.IsValid(host) ? host : Idn.GetAscii(host);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // As the URL standard decides which hosts are IPv4 addresses.
    private static bool EndsInNumber(string host)
    {
        ReadOnlySpan<char> last = host.AsSpan(host.AsSpan().TrimEnd('.').LastIndexOf('.') + 1).TrimEnd('.');
        return last.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? !last[2..].ContainsAnyExcept(HexDigits)
            : !last.ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsFourNumbers(string host)
    {
        string[] numbers = host.Split('.');
        return numbers.Length == 4 && numbers.All(static number =>
            byte.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out byte value) && value.ToString(CultureInfo.InvariantCulture) == number);
    }
}
