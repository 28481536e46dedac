using System.Diagnostics;
using System.Globalization;
using System.Net;
using Philae.HealthChecks.LoadTest.Driving;
using Philae.HealthChecks.LoadTest.Serving;

namespace Philae.HealthChecks.LoadTest.Soaking;

/// <summary>Very many requests at a service whose probes misbehave. Between them it is looked at what the service holds: in the second half no more than in the first.</summary>
internal static class Soak
{
    private const int Connections = 200;
    private const int Looks = 20;

    // Checks that run past their deadline end, and threads without work.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(25);

    public static async Task<int> RunAsync(string[] args)
    {
        int requests = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        await using ServerProcess server = await ServerProcess.StartAsync(new(ServerKind.Philae, CheckKind.Misbehaving, MisbehavingChecks.Count));
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan });
        Console.WriteLine($"{"requests",10} {"a second",9} {"descriptors",11} {"threads",8} {"heap, KiB",10} {"timers",7}");
        var holdings = new List<Holding>();
        for (int look = 1; look <= Looks; look++)
        {
            long start = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => AskAsync(client, server.Url, requests / Looks / Connections)));
            double rate = requests / Looks / Stopwatch.GetElapsedTime(start).TotalSeconds;
            await Task.Delay(Rest);
            Holding held = await server.HeldAsync();
            holdings.Add(held);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{(long)requests * look / Looks,10} {rate,9:0} {held.Descriptors,11} {held.Threads,8} {held.Heap / 1024,10} {held.Timers,7}"));
        }

        bool isFlat = Holding.Most(holdings[(Looks / 2)..]).IsFlatAfter(Holding.Most(holdings[..(Looks / 2)]));
        Console.WriteLine(isFlat ? "flat" : "NOT flat");
        return isFlat ? 0 : 1;
    }

    // One probe always fails, so each answer is 503, and each is a whole report.
    private static async Task AskAsync(HttpClient client, string url, int times)
    {
        for (int time = 0; time < times; time++)
        {
            using HttpResponseMessage response = await client.GetAsync(url);
            PhilaeReport report = PhilaeReport.Read(await response.Content.ReadAsByteArrayAsync());
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable || report.Probes.Count != MisbehavingChecks.Count)
            {
                throw new InvalidOperationException($"{(int)response.StatusCode} with {report.Probes.Count} probes");
            }
        }
    }
}
