using System.Globalization;
using System.Text.RegularExpressions;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>A second, privileged connection to a test's own server: sets it up, and sees what the probe does there.</summary>
internal sealed class RedisControl : IAsyncDisposable
{
    private const string Name = "control";
    private readonly ConnectionMultiplexer _client;

    private RedisControl(ConnectionMultiplexer client) => _client = client;

    public static async Task<RedisControl> OfAsync(RedisServer server) => new(await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
    {
        EndPoints = { { "127.0.0.1", server.Port } },
        Password = ProbeConformance.Secret,
        ClientName = Name,
        AllowAdmin = true,
        CommandMap = CommandMap.Create(["SUBSCRIBE"], available: false), // one connection, not two
    }));

    public async Task<string> AskAsync(params object[] command) =>
        (await _client.GetDatabase().ExecuteAsync((string)command[0], command[1..])).ToString();

    /// <summary>The server's other connections, as CLIENT LIST writes them.</summary>
    public async Task<string[]> OthersAsync() => [.. (await AskAsync("CLIENT", "LIST"))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.Contains($"name={Name}", StringComparison.Ordinal))];

    public Task NobodyElseAsync() => Eventually.TrueAsync(async () => (await OthersAsync()).Length == 0);

    /// <summary>How many connections the server ever accepted.</summary>
    public async Task<long> AcceptedAsync() => Number(await AskAsync("INFO", "stats"), "total_connections_received:");

    /// <summary>How often the server was pinged; this connection never does.</summary>
    public async Task<long> PingsAsync() => Number(await AskAsync("INFO", "commandstats"), "cmdstat_ping:calls=");

    /// <summary>The commands that the server got since CONFIG RESETSTAT, this one not counted.</summary>
    public async Task<string[]> CommandsAsync() => [.. Regex.Matches(await AskAsync("INFO", "commandstats"), "(?m)^cmdstat_([^:]+):")
        .Select(match => match.Groups[1].Value).Where(name => name is not ("info" or "config|resetstat"))];

    public async ValueTask DisposeAsync()
    {
        await _client.CloseAsync(allowCommandsToComplete: false);
        await _client.DisposeAsync();
    }

    private static long Number(string text, string before)
    {
        Match number = Regex.Match(text, Regex.Escape(before) + "([0-9]+)");
        return number.Success ? long.Parse(number.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
    }
}
