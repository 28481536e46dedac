namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>Starts the servers of a row and drives them in alternation.</summary>
internal sealed class Bench(Settings settings)
{
    public const int WarmUpSeconds = 3;

    public Settings Settings => settings;

    /// <summary>Starts a server for each configuration, drives each in every round, and ends them.</summary>
    /// <returns>For each configuration, in its order, a sample of each round.</returns>
    public async Task<IReadOnlyList<Sample[]>> DriveAsync(int connections, IReadOnlyDictionary<string, string>? environment, params ServerSpec[] specs)
    {
        var servers = new List<ServerProcess>();
        try
        {
            foreach (ServerSpec spec in specs)
            {
                servers.Add(await StartAsync(spec, servers, environment));
            }

            foreach (ServerProcess server in servers)
            {
                await Wrk.RunAsync(server, connections, WarmUpSeconds);
            }

            Sample[][] samples = [.. servers.Select(_ => new Sample[settings.Rounds])];
            for (int round = 0; round < settings.Rounds; round++)
            {
                for (int i = 0; i < servers.Count; i++)
                {
                    // Every other round goes backwards: none is always the first.
                    int which = round % 2 == 0 ? i : servers.Count - 1 - i;
                    samples[which][round] = await Sample.TakeAsync(servers[which], connections, settings.Seconds);
                    Report(servers[which].Spec, connections, samples[which][round]);
                }
            }

            return samples;
        }
        finally
        {
            foreach (ServerProcess server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    // A constant without a size is as large as the answer of the server before it.
    private static async Task<ServerProcess> StartAsync(ServerSpec spec, List<ServerProcess> started, IReadOnlyDictionary<string, string>? environment)
    {
        if (spec is { Kind: ServerKind.Constant, Size: 0 })
        {
            spec = spec with { Size = (await started[^1].AskAsync()).Length };
        }

        ServerProcess server = await ServerProcess.StartAsync(spec, environment);
        await server.AskAsync();
        return server;
    }

    private static void Report(ServerSpec spec, int connections, Sample sample) => Console.Error.WriteLine(
        $"  {spec.Kind,-9} {spec.Checks}, {spec.Count} checks, {connections} connections: {sample.Wrk.RequestsPerSecond:0}/s, "
        + $"{sample.MicrosecondsPerRequest:0.0} µs processor, {sample.BytesPerRequest:0} B, p99 {sample.Wrk.P99} µs, {sample.Runs} runs");
}
