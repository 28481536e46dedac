namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>What the whole endpoint allocates, how late it is, and how it grows.</summary>
internal static class EndpointRows
{
    private const int Connections = 64;

    // One thread of the pool to serve, and one that waits for the end of standard input: what it takes to wake another comes in a step,
    // once a request lasts as long as that, and is no probe's.
    private static readonly Dictionary<string, string> OneThreadToServe = new() { ["DOTNET_ThreadPool_ForceMinWorkerThreads"] = "2", ["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "2" };

    public static IEnumerable<Row> All =>
    [
        new("alloc-joined", true, bench => AllocationsAsync(bench, "every run shared by 64 connections", new(ServerKind.Philae, CheckKind.Slow, 10))),
        new("alloc-maxage", true, bench => AllocationsAsync(bench, "`MaxAge` 1 s", new(ServerKind.Philae, Count: 10, MaxAge: TimeSpan.FromSeconds(1)))),
        new("p99-hang", false, HangAsync),
        new("growth", false, GrowthAsync),
    ];

    private static async Task<IReadOnlyList<Finding>> AllocationsAsync(Bench bench, string how, ServerSpec spec)
    {
        var ours = new List<double>();
        var theirs = new List<double>();
        await using ServerProcess philae = await ServerProcess.StartAsync(spec);
        await using ServerProcess constant = await ServerProcess.StartAsync(new(ServerKind.Constant, Size: (await philae.AskAsync()).Length));
        using var philaePoller = new Poller(philae.Url, Connections);
        using var constantPoller = new Poller(constant.Url, Connections);
        for (int round = 0; round <= bench.Settings.Rounds; round++)
        {
            double one = await BytesPerRequestAsync(philae, philaePoller);
            double other = await BytesPerRequestAsync(constant, constantPoller);
            if (round > 0)
            {
                ours.Add(one); // the first opened the connections
                theirs.Add(other);
            }
        }

        return
        [
            new Finding(
                $"bytes allocated per request, 10 probes, {how}", $"{new Series(ours)} B", $"constant {new Series(theirs)} B",
                new Series(ours.Zip(theirs, (one, other) => one - other)), Target.Most(1024, "B more")),
        ];
    }

    private static async Task<double> BytesPerRequestAsync(ServerProcess server, Poller poller)
    {
        Counters before = await server.CountAsync();
        int requests = await poller.PollAsync(requestsPerConnection: 30);
        Counters after = await server.CountAsync();
        double bytes = (double)(after.Allocated - before.Allocated) / requests;
        Console.Error.WriteLine($"  {server.Spec.Kind,-9} {bytes:0} B per request, {after.Runs - before.Runs} runs for {requests} requests");
        return bytes;
    }

    private static async Task<IReadOnlyList<Finding>> HangAsync(Bench bench)
    {
        var samples = await bench.DriveAsync(Connections, null, new(ServerKind.Philae, CheckKind.OneHangs, 10), new(ServerKind.Philae, CheckKind.Trivial, 10));
        return
        [
            new Finding(
                "p99 while one probe of ten hangs, 64 connections",
                $"{new Series(samples[0].Select(sample => sample.Wrk.P99 / 1e3))} ms",
                $"none hangs {new Series(samples[1].Select(sample => sample.Wrk.P99 / 1e3))} ms",
                new Series(samples[0].Zip(samples[1], (hanging, without) => (double)hanging.Wrk.P99 / without.Wrk.P99)),
                Target.Most(1.2)),
        ];
    }

    // What each further probe adds: the cost of a request and of a run, whatever is in it, is not a probe's.
    private static async Task<IReadOnlyList<Finding>> GrowthAsync(Bench bench)
    {
        var samples = await bench.DriveAsync(1, OneThreadToServe, new(ServerKind.Philae, Count: 10), new(ServerKind.Philae, Count: 100), new(ServerKind.Philae, Count: 1000));
        double[] first = [.. samples[0].Zip(samples[1], (ten, hundred) => (hundred.MicrosecondsPerRequest - ten.MicrosecondsPerRequest) / 90)];
        double[] second = [.. samples[1].Zip(samples[2], (hundred, thousand) => (thousand.MicrosecondsPerRequest - hundred.MicrosecondsPerRequest) / 900)];
        return
        [
            new Finding(
                "processor time that each further probe adds, one connection, from 100 to 1,000 probes",
                $"{new Series(second)} µs", $"from 10 to 100: {new Series(first)} µs", new Series(second.Zip(first, (more, less) => more / less)), Target.Between(0.8, 1.2)),
        ];
    }
}
