using System.Globalization;

namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>What Redis and PostgreSQL counted while an endpoint was asked, and what the probes before them counted.</summary>
/// <param name="Requests">Answers of the endpoint.</param>
/// <param name="RedisCommands">Commands that Redis processed.</param>
/// <param name="Statements">Statements that PostgreSQL logged.</param>
/// <param name="Runs">Checks of both probes.</param>
/// <param name="MostAtATime">The most checks of one probe that ran at a time.</param>
internal sealed record DependencyLoad(long Requests, int RedisCommands, int Statements, int Runs, int MostAtATime)
{
    /// <param name="servers">Count.</param>
    /// <param name="server">Is asked.</param>
    /// <param name="ask">Asks, and returns how often it did.</param>
    public static async Task<DependencyLoad> WhileAsync(RealServers servers, ServerProcess server, Func<Task<long>> ask)
    {
        await server.AskAsync(); // connects, which takes commands of its own
        int commands = await servers.RedisCommandsAsync();
        int statements = await servers.PostgreSqlStatementsAsync();
        Counters before = await server.CountAsync();
        long requests = await ask();
        Counters after = await server.CountAsync();
        var load = new DependencyLoad(
            requests, await servers.RedisCommandsAsync() - commands, await servers.PostgreSqlStatementsAsync() - statements,
            after.Runs - before.Runs, after.MostAtATime);
        Console.Error.WriteLine($"  {load}, {load.Runs} runs, {load.MostAtATime} at a time");
        return load;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{RedisCommands:#,0} Redis commands and {Statements:#,0} PostgreSQL statements for {Requests:#,0} requests");
}
