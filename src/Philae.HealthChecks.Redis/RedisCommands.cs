using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>What the driver may send, and the commands that it has no method for.</summary>
internal static class RedisCommands
{
    // A command that the driver never sends by itself lends its name.
    private const string Alias = "LATENCY";

    /// <summary>
    /// No more than a server needs to be asked, so that an account which may only ping is enough: by default the driver
    /// explores the server with CLIENT, CONFIG, INFO and more, proves the connection with ECHO, and opens a second one to
    /// subscribe. CLUSTER has another name: under its own, the driver would send it too, and connect to every node.
    /// </summary>
    public static readonly CommandMap Map = Create("CLUSTER");

    /// <summary>The same for a Sentinel.</summary>
    public static readonly CommandMap SentinelMap = Create("SENTINEL");

    public static string Cluster(CommandMap map) => ReferenceEquals(map, Map) ? Alias : "CLUSTER";

    public static string Sentinel(CommandMap map) => ReferenceEquals(map, SentinelMap) ? Alias : "SENTINEL";

    private static CommandMap Create(string aliased)
    {
        CommandMap four = CommandMap.Create(["AUTH", "HELLO", "PING", "SELECT"], available: true);

        // The one list of the driver's commands is the text of a map: "$APPEND=,$ASKING=,…" are those that are off.
        var names = four.ToString().Split(',').ToDictionary(static off => off.Trim('$', '='), static string? (_) => null);
        names[Alias] = aliased;

        // What it sends ahead of the first command to a cluster's replica, and cannot do without: a PING needs no further right.
        names["READONLY"] = names["READWRITE"] = "PING";
        return CommandMap.Create(names);
    }
}
