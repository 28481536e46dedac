namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>With real Redis, PostgreSQL and MariaDB behind the endpoint.</summary>
internal static class ServerRows
{
    private const int Connections = 64;

    public static IEnumerable<Row> All =>
    [
        new("servers-throughput", false, ThroughputAsync),
        new("servers-load", true, LoadAsync),
    ];

    private static async Task<IReadOnlyList<Finding>> ThroughputAsync(Bench bench)
    {
        await using RealServers servers = await RealServers.StartAsync(mariaDb: true);
        var samples = await bench.DriveAsync(16, servers.Environment, new(ServerKind.Philae, CheckKind.RealServers), new(ServerKind.Xabaril, CheckKind.RealServers));
        return
        [
            new Finding(
                "requests a second with Redis, PostgreSQL and MariaDB, 16 connections",
                $"{new Series(samples[0].Select(sample => sample.Wrk.RequestsPerSecond))} /s",
                $"Xabaril {new Series(samples[1].Select(sample => sample.Wrk.RequestsPerSecond))} /s",
                new Series(samples[0].Zip(samples[1], (ours, theirs) => ours.Wrk.RequestsPerSecond / theirs.Wrk.RequestsPerSecond)),
                Target.Least(3)),
        ];
    }

    private static async Task<IReadOnlyList<Finding>> LoadAsync(Bench bench)
    {
        int seconds = bench.Settings.Short ? 3 : 10;
        await using RealServers servers = await RealServers.StartAsync(logStatements: true);
        DependencyLoad one = await OneRunAsync(servers);
        DependencyLoad always = await PollAsync(servers, TimeSpan.Zero, seconds, one);
        DependencyLoad aged = await PollAsync(servers, TimeSpan.FromSeconds(1), seconds, one);
        string polled = $"while {Connections} connections poll for {seconds} s";
        return
        [
            new Finding($"checks of one probe at a time {polled}", $"{always}", "", new Series([always.MostAtATime]), Target.Most(1, "at a time")),
            Runs("Redis", (double)aged.RedisCommands / one.RedisCommands),
            Runs("PostgreSQL", (double)aged.Statements / one.Statements),
        ];

        Finding Runs(string server, double runs) =>
            new($"runs that {server} sees {polled}, `MaxAge` 1 s", $"{aged}; {one.RedisCommands} and {one.Statements} a run", "", new Series([runs]), Target.Most(seconds + 1, "runs"));
    }

    /// <summary>What one run takes, over connections that are there.</summary>
    private static async Task<DependencyLoad> OneRunAsync(RealServers servers)
    {
        const int Runs = 10;
        await using ServerProcess server = await ServerProcess.StartAsync(new(ServerKind.Philae, CheckKind.RealServers), servers.Environment);
        DependencyLoad load = await DependencyLoad.WhileAsync(servers, server, async () =>
        {
            for (int i = 0; i < Runs; i++)
            {
                await server.AskAsync();
            }

            return Runs;
        });
        return load.RedisCommands % Runs == 0 && load.Statements % Runs == 0 && load is { RedisCommands: > 0, Statements: > 0, Runs: 2 * Runs }
            ? load with { RedisCommands = load.RedisCommands / Runs, Statements = load.Statements / Runs }
            : throw new InvalidOperationException($"{Runs} runs are not {Runs} times one run: {load}.");
    }

    private static async Task<DependencyLoad> PollAsync(RealServers servers, TimeSpan maxAge, int seconds, DependencyLoad one)
    {
        await using ServerProcess server = await ServerProcess.StartAsync(new(ServerKind.Philae, CheckKind.RealServers, MaxAge: maxAge), servers.Environment);
        DependencyLoad load = await DependencyLoad.WhileAsync(servers, server, async () => (await Wrk.RunAsync(server, Connections, seconds)).Requests);

        // What the servers count has to be what the probes did, or it says nothing of them. One run may have begun meanwhile.
        return Math.Abs((load.RedisCommands / one.RedisCommands) + (load.Statements / one.Statements) - load.Runs) <= 2
            ? load
            : throw new InvalidOperationException($"The servers have not counted what the probes did: {load}.");
    }
}
