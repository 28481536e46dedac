using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.MongoDb.Tests;

/// <summary>The driver has a thread for each monitor, and a socket; they are counted where no other test makes any.</summary>
[Collection(nameof(MongoDbLeakTests))]
[CollectionDefinition(nameof(MongoDbLeakTests), DisableParallelization = true)]
public sealed class MongoDbLeakTests
{
    private const int Hosts = 10;
    private const int Checks = 200;

    // The runtime's own threads come and go, and those that have ended stay for a moment: a count is right within these.
    private const int FewThreads = 5;
    private const int ManyThreads = 50;

    private static int Sockets => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(IsSocket);

    private static int Threads => Directory.EnumerateDirectories("/proc/self/task").Count() - ThreadPool.ThreadCount;

    [Fact]
    public async Task Check_FailingTwoHundredTimes_LeavesNothing()
    {
        await using var refusing = FakeMongoServer.Started("hc", "right");
        await using var wrong = new ProbeHost(builder => builder.AddPhilaeMongoDb($"mongodb://hc:wrong@127.0.0.1:{refusing.Port}/"));
        await using var down = new ProbeHost(builder => builder.AddPhilaeMongoDb($"mongodb://127.0.0.1:{FreePort.Next()}/"));
        await CheckAsync(wrong);
        await CheckAsync(down);
        await Eventually.TrueAsync(() => refusing.Open == 0);
        (int sockets, int threads) = (Sockets, Threads);

        for (int i = 0; i < Checks / 2; i++)
        {
            await CheckAsync(wrong);
            await CheckAsync(down);
        }

        await Eventually.TrueAsync(() => Sockets <= sockets);
        await Eventually.TrueAsync(() => Threads <= threads + ManyThreads);
        refusing.Open.Should().Be(0);
    }

    [Fact]
    public async Task Dispose_HealthyHosts_LeavesNothing()
    {
        await using var server = FakeMongoServer.Started("hc", ProbeConformance.Secret);
        int sockets = Sockets;
        ProbeHost[] hosts = [.. Enumerable.Range(0, Hosts).Select(_ => new ProbeHost(builder => builder.AddPhilaeMongoDb(server.Url)))];
        foreach (ProbeHost host in hosts)
        {
            (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        }

        int threads = Threads;
        foreach (ProbeHost host in hosts)
        {
            await host.DisposeAsync();
        }

        await Eventually.TrueAsync(() => Sockets <= sockets);
        await Eventually.TrueAsync(() => Threads <= threads - Hosts + FewThreads);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_HangsAndIsCut_LeavesNothing(bool tls)
    {
        var time = new FakeTimeProvider();
        await using var server = FakeMongoServer.Started();
        server.Freeze();
        ProbeHost[] hosts = [.. Enumerable.Range(0, Hosts).Select(_ =>
            new ProbeHost(builder => builder.AddPhilaeMongoDb($"{server.Url}?tls={tls}"), time))];
        int sockets = Sockets;
        Task<HealthReport>[] checks = [.. hosts.Select(host => host.Prober.CheckAsync())];
        await Eventually.TrueAsync(() => server.Open == Hosts);
        int threads = Threads;

        time.Advance(TimeSpan.FromSeconds(10));

        (await Task.WhenAll(checks)).Should().OnlyContain(report => report.Status == HealthStatus.Unhealthy);
        await Eventually.TrueAsync(() => Threads <= threads - Hosts + FewThreads);
        server.Thaw();
        await Eventually.TrueAsync(() => Sockets <= sockets);
        foreach (ProbeHost host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    private static async Task CheckAsync(ProbeHost host) => (await host.CheckAsync()).Status.Should().Be(HealthStatus.Unhealthy);

    private static bool IsSocket(string descriptor) =>
        new FileInfo(descriptor).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true;
}
