using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MongoDB.Bson;
using MongoDB.Driver;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.MongoDb.Tests;

/// <summary>Which connections a probe has, as the server sees them.</summary>
public sealed class MongoDbConnectionTests : IAsyncDisposable
{
    private readonly FakeMongoServer _server = FakeMongoServer.Started("hc", ProbeConformance.Secret);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Check_ManyTimes_KeepsOneConnectionAndTheTwoOfTheDriversMonitors()
    {
        await using var host = Host();

        for (int i = 0; i < 20; i++)
        {
            (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        }

        _server.Pings.Should().HaveCount(20);
        _server.Pings.Select(ping => ping.Connection).Distinct().Should().ContainSingle();
        await Eventually.TrueAsync(() => _server.Open == 3);
        _server.Accepted.Should().Be(3);
    }

    [Fact]
    public async Task Check_Twice_SendsOneLoginTwoPingsAndTheMonitorsHellos()
    {
        var sent = new ConcurrentQueue<MongoRequest>();
        _server.Intercept = request =>
        {
            sent.Enqueue(request);
            return Task.FromResult<BsonDocument?>(null);
        };
        await using var host = Host();

        await host.CheckAsync();
        await host.CheckAsync();

        MongoRequest[] others = [.. sent.Where(request => request.Name is not ("isMaster" or "hello"))];
        others.Select(request => request.Name).Should().Equal("saslContinue", "ping", "ping");
        others[^1].Command.Names.Should().Equal("ping", "$db", "lsid");
    }

    [Fact]
    public async Task Dispose_Host_ClosesEveryConnection()
    {
        var host = Host();
        await host.CheckAsync();
        _server.Open.Should().BeGreaterThan(0);

        await host.DisposeAsync();

        await Eventually.TrueAsync(() => _server.Open == 0);
    }

    [Fact]
    public async Task Dispose_Host_EndsTheSessionOfThePings()
    {
        var ended = new TaskCompletionSource();
        _server.Intercept = request =>
        {
            if (request.Name == "endSessions")
            {
                ended.SetResult();
            }

            return Task.FromResult<BsonDocument?>(null);
        };
        var host = Host();
        await host.CheckAsync();

        await host.DisposeAsync();

        ended.Task.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public async Task Dispose_HostWhoseServerIsFrozen_DoesNotWaitForIt()
    {
        // The driver's own limits are longer by far.
        var host = Host(options => options.ConfigureClient = settings => settings.SocketTimeout = TimeSpan.FromHours(1));
        await host.CheckAsync();
        _server.Freeze();

        // It may block.
        await Task.Run(() => host.DisposeAsync().AsTask()).WaitAsync(TimeSpan.FromSeconds(10));

        _server.Thaw();
        await Eventually.TrueAsync(() => _server.Open == 0);
    }

    [Fact]
    public async Task Dispose_WhileTheClientIsMade_LeavesNoConnection()
    {
        MongoDbProbe? probe = null;
        var options = new MongoDbProbeOptions { ConfigureClient = _ => probe!.Dispose() };
        probe = MongoDbProbe.Own("p", new MongoDbClientFactory(MongoDbTarget.Parse(_server.Url), options, "admin", TimeSpan.FromSeconds(10)), new(TimeSpan.FromHours(1), TimeProvider.System));

        await probe.Invoking(disposed => disposed.CheckAsync(CancellationToken.None)).Should().ThrowAsync<Exception>();

        await Eventually.TrueAsync(() => _server.Open == 0);
    }

    [Fact]
    public async Task Dispose_OneOfTwoHostsWithTheSameTarget_LeavesTheOtherItsConnection()
    {
        var one = Host();
        await using var two = Host();
        await one.CheckAsync();
        await two.CheckAsync();
        int connection = _server.Pings.Last().Connection;

        await one.DisposeAsync();

        (await two.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        _server.Pings.Last().Connection.Should().Be(connection);
    }

    [Fact]
    public async Task Check_ApplicationsClient_GoesOverItsConnection()
    {
        using var client = new MongoClient(_server.Url);
        await PingAsync(client);
        await using var host = Host(client);

        for (int i = 0; i < 3; i++)
        {
            (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        }

        _server.Pings.Should().HaveCount(4);
        _server.Pings.Select(ping => ping.Connection).Distinct().Should().ContainSingle();
        ClusterRegistry.Instance.UnregisterAndDisposeCluster(client.Cluster);
    }

    [Fact]
    public async Task Dispose_ApplicationsClient_IsLeftAlone()
    {
        using var client = new MongoClient(_server.Url);
        var host = Host(client);
        await host.CheckAsync();

        await host.DisposeAsync();

        await PingAsync(client);
        _server.Pings.Select(ping => ping.Connection).Distinct().Should().ContainSingle();
        ClusterRegistry.Instance.UnregisterAndDisposeCluster(client.Cluster);
    }

    [Fact]
    public async Task Check_ApplicationsClientIsMissing_IsNotConfigured()
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb(services => services.GetRequiredService<IMongoClient>()));

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be("probe check failed: not configured");
    }

    // As it is where the connection string comes from the application's settings; the driver quotes the whole of this one.
    [Fact]
    public async Task Check_ApplicationsClientOfAnInvalidUrl_SaysSoAndShowsNoSecret()
    {
        string url = "mongodb://hc:s3c/r3t@127.0.0.1/";
        await using var host = new ProbeHost(builder =>
        {
            builder.Services.AddSingleton<IMongoClient>(_ => new MongoClient(url));
            builder.AddPhilaeMongoDb(services => services.GetRequiredService<IMongoClient>());
        });

        HealthReport report = await host.Prober.CheckAsync();

        ProbeHost.Reason(report).Should().Be("probe check failed: not a valid URL: not configured");
        $"{ProbeHost.Json(report, options => options.Detail = ReportDetail.ExceptionText)} {report.Entries.Single().Value.Exception} {host.Log}".Should().NotContain("r3t");

        url = _server.Url;
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy, "the settings were put right");
        ClusterRegistry.Instance.UnregisterAndDisposeCluster(host.Services.GetRequiredService<IMongoClient>().Cluster);
    }

    private static async Task PingAsync(MongoClient client) =>
        await client.GetDatabase("admin").RunCommandAsync<BsonDocument>(new BsonDocument("ping", 1));

    // As an application registers it; the container disposes only what it made.
    private static ProbeHost Host(MongoClient client) => new(builder =>
    {
        builder.Services.AddSingleton<IMongoClient>(client);
        builder.AddPhilaeMongoDb(services => services.GetRequiredService<IMongoClient>());
    });

    private ProbeHost Host(Action<MongoDbProbeOptions>? configure = null) => new(builder => builder.AddPhilaeMongoDb(_server.Url, configure: configure));
}
