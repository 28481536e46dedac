using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using MongoDB.Driver;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.MongoDb.Tests;

/// <summary>A server that goes and comes back while the host lives, for the probe's own client and for the application's.</summary>
public sealed class MongoDbOutageTests : IAsyncDisposable
{
    private const string Refused = "probe check failed: Unable to contact server: connection refused";
    private readonly FakeMongoServer _server = FakeMongoServer.Started("hc", ProbeConformance.Secret);
    private MongoClient? _client;

    public async ValueTask DisposeAsync()
    {
        if (_client is { } client)
        {
            ClusterRegistry.Instance.UnregisterAndDisposeCluster(client.Cluster);
            client.Dispose();
        }

        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_KilledAndRestarted_IsHealthyAtTheNextCheck(bool own)
    {
        await using var host = Host(own);
        (await ReasonAsync(host)).Should().BeNull();

        await _server.KillAsync();
        (await ReasonAsync(host)).Should().Be(Refused);
        (await ReasonAsync(host)).Should().Be(Refused);

        _server.Start();
        (await ReasonAsync(host)).Should().BeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_ConnectionsBrokenBetweenTwoChecks_IsHealthyOverNewOnes(bool own)
    {
        await using var host = Host(own);
        for (int i = 0; i < 5; i++)
        {
            (await ReasonAsync(host)).Should().BeNull();

            _server.HangUp();
        }

        (await ReasonAsync(host)).Should().BeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_HangsUpAtEveryPing_IsUnavailable(bool own)
    {
        _server.Intercept = request =>
        {
            if (request.Name == "ping")
            {
                _server.HangUp();
            }

            return Task.FromResult<BsonDocument?>(null);
        };
        await using var host = Host(own);

        (await ReasonAsync(host)).Should().Be("probe check failed: Unable to send query: unavailable");
    }

    [Fact]
    public async Task Check_FrozenAndThawed_TimesOutAndIsHealthyAgain()
    {
        // The driver's limits are on the real clock; that of the runner must not be the first.
        await using var host = new ProbeHost(
            builder => builder.AddPhilaeMongoDb(
                _server.Url, configure: options => options.ConfigureClient = settings =>
                {
                    settings.SocketTimeout = settings.ConnectTimeout = TimeSpan.FromMilliseconds(200);
                    settings.ServerSelectionTimeout = TimeSpan.FromMilliseconds(400);
                }),
            new FakeTimeProvider());
        (await ReasonAsync(host)).Should().BeNull();

        _server.Freeze();
        (await ReasonAsync(host)).Should().Be("probe check failed: Unable to contact server: timed out", "a fresh connection decides");
        (await ReasonAsync(host)).Should().Be("probe check failed: Unable to contact server: timed out", "a new one gets no answer");

        _server.Thaw();
        await Eventually.BeAsync(() => ReasonAsync(host), null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_FrozenPastTheDeadline_IsHealthyOnceThawed(bool own)
    {
        var time = new FakeTimeProvider();
        await using var host = Host(own, time);
        (await ReasonAsync(host)).Should().BeNull();
        var reached = new TaskCompletionSource();
        var answer = new TaskCompletionSource<BsonDocument?>();
        _server.Intercept = request =>
        {
            if (request.Name != "ping")
            {
                return Task.FromResult<BsonDocument?>(null);
            }

            reached.TrySetResult();
            return answer.Task;
        };
        Task<string?> check = ReasonAsync(host);
        await reached.Task;

        time.Advance(TimeSpan.FromSeconds(10));

        (await check).Should().Be("probe check failed: prober: context deadline exceeded");
        _server.Intercept = null;
        answer.SetResult(null);
        await Eventually.BeAsync(() => ReasonAsync(host), null);
    }

    [Fact]
    public async Task Check_ConnectionsBreakWhileAPrimaryIsElected_WaitsForTheNextWordOfTheServer()
    {
        bool secondary = true;
        _server.Introduce = hello => hello.Merge(new BsonDocument
        {
            { "setName", "rs0" }, { "setVersion", 1 }, { "isWritablePrimary", !secondary }, { "ismaster", !secondary }, { "secondary", secondary },
            { "hosts", new BsonArray { $"127.0.0.1:{_server.Port}" } }, { "me", $"127.0.0.1:{_server.Port}" },
        }, overwriteExistingElements: true);
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb($"{_server.Url}?replicaSet=rs0", timeout: TimeSpan.FromHours(1)), new FakeTimeProvider());
        Task<string?> check = ReasonAsync(host);
        await Eventually.TrueAsync(() => _server.Open == 2);
        var release = new TaskCompletionSource<BsonDocument?>();
        _server.Intercept = _ => release.Task;
        int accepted = _server.Accepted;

        _server.HangUp();
        await Eventually.TrueAsync(() => _server.Accepted > accepted);

        // Nothing waits for this: a probe that gives up too early has the time to do so.
        await Task.Delay(TimeSpan.FromMilliseconds(200));
        check.IsCompleted.Should().BeFalse();
        secondary = false;
        release.SetResult(null);
        (await check).Should().BeNull();
    }

    [Fact]
    public async Task Check_SlowAnswer_IsWaitedFor()
    {
        var reached = new TaskCompletionSource();
        var answer = new TaskCompletionSource<BsonDocument?>();
        await using var host = Host(own: true);
        _server.Intercept = request =>
        {
            if (request.Name != "ping")
            {
                return Task.FromResult<BsonDocument?>(null);
            }

            reached.TrySetResult();
            return answer.Task;
        };
        Task<string?> check = ReasonAsync(host);
        await reached.Task;
        check.IsCompleted.Should().BeFalse();

        answer.SetResult(null);

        (await check).Should().BeNull();
    }

    private static async Task<string?> ReasonAsync(ProbeHost host) => ProbeHost.Reason(await host.Prober.CheckAsync());

    private ProbeHost Host(bool own, FakeTimeProvider? time = null)
    {
        if (own)
        {
            return new(builder => builder.AddPhilaeMongoDb(_server.Url), time);
        }

        MongoClient client = _client = new MongoClient(_server.Url);
        return new(builder => builder.AddPhilaeMongoDb(_ => client), time);
    }
}
