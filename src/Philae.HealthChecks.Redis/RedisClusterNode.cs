using System.Globalization;
using System.Net;

namespace Philae.HealthChecks.Redis;

/// <summary>A line of CLUSTER NODES: <c>id ip:port@bus,hostname flags primary ping pong epoch link slots…</c>.</summary>
/// <param name="Address">By IP address.</param>
/// <param name="Name">By the host name that it announces; null where it announces none.</param>
/// <param name="IsPrimary">Whether it is one, with slots or without.</param>
/// <param name="Slots">How many it serves.</param>
internal sealed record RedisClusterNode(EndPoint Address, EndPoint? Name, bool IsPrimary, int Slots)
{
    private const int FirstSlot = 8;

    /// <summary>The nodes that have an address.</summary>
    /// <param name="text">What CLUSTER NODES answers.</param>
    /// <param name="asked">Who answered; a node that was never told its own address leaves it out.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    public static IReadOnlyList<RedisClusterNode> Parse(string text, EndPoint asked) => [.. text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(static fields => fields.Length < FirstSlot || !fields[2].Split(',').Any(static flag => flag is "noaddr" or "handshake"))
        .Select(fields => fields.Length < FirstSlot ? throw new FormatException("That is no line of CLUSTER NODES.") : Of(fields, asked))];

    private static RedisClusterNode Of(string[] fields, EndPoint asked)
    {
        string[] names = fields[1].Split(',');
        string address = names[0].Split('@')[0];
        int colon = address.LastIndexOf(':');
        int port = int.Parse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return new(
            colon < 1 ? asked : RedisAddress.Of(address[..colon], port),
            names.ElementAtOrDefault(1) is { Length: > 0 } name ? RedisAddress.Of(name, port) : null,
            fields[2].Split(',').Contains("master"),
            fields[FirstSlot..].Sum(SlotsOf));
    }

    // "5461", "0-5460", or a slot on its way, "[93-<-id]", which stands among the others where it is still served.
    private static int SlotsOf(string range)
    {
        if (range.StartsWith('['))
        {
            return 0;
        }

        int[] ends = [.. range.Split('-').Select(static slot => int.Parse(slot, NumberStyles.None, CultureInfo.InvariantCulture))];
        return ends[^1] - ends[0] + 1;
    }
}
