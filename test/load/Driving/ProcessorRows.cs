namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>Processor time of the server process per request, which the load generator's own appetite does not distort.</summary>
internal static class ProcessorRows
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    public static IEnumerable<Row> All =>
    [
        AgainstMicrosoft(connections: 1, probes: 10, limit: 1.0),
        AgainstMicrosoft(connections: 1, probes: 100, limit: 1.0),
        AgainstMicrosoft(connections: 16, probes: 100, limit: 0.6),
        AgainstMicrosoft(connections: 16, probes: 10, limit: 1.0),
        AgainstConstant(probes: 1),
        AgainstConstant(probes: 10),
        AgainstConstant(probes: 100),
        AgainstConstant(probes: 1000),
    ];

    private static Row AgainstMicrosoft(int connections, int probes, double limit) => new($"cpu-{connections}c-{probes}p", false, async bench =>
    {
        var samples = await bench.DriveAsync(connections, null, new(ServerKind.Philae, Count: probes), new(ServerKind.Microsoft, Count: probes));
        return [Compare($"processor time per request, {(connections == 1 ? "one connection" : $"{connections} connections")}, {probes} probes", "Microsoft", samples, limit)];
    });

    private static Row AgainstConstant(int probes) => new($"cpu-maxage-{probes}p", false, async bench =>
    {
        var samples = await bench.DriveAsync(16, null, new(ServerKind.Philae, Count: probes, MaxAge: OneSecond), new(ServerKind.Constant));
        return [Compare($"the same, 16 connections, `MaxAge` 1 s, {probes} {(probes == 1 ? "probe" : "probes")}", "constant", samples, 1.15)];
    });

    private static Finding Compare(string what, string other, IReadOnlyList<Sample[]> samples, double limit) => new(
        what,
        $"{new Series(samples[0].Select(sample => sample.MicrosecondsPerRequest))} µs",
        $"{other} {new Series(samples[1].Select(sample => sample.MicrosecondsPerRequest))} µs",
        new Series(samples[0].Zip(samples[1], (ours, theirs) => ours.MicrosecondsPerRequest / theirs.MicrosecondsPerRequest)),
        Target.Most(limit));
}
