using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using MongoDB.Driver;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.MongoDb.Tests;

public sealed class MongoDbTargetTests
{
    [Theory]
    [InlineData("localhost:27017")]
    [InlineData("mongo://host")]
    [InlineData("mongodb:/host")]
    [InlineData("mongodb://")]
    [InlineData("mongodb:///database")]
    [InlineData("mongodb://user:s3cr3t@")]
    [InlineData("mongodb://host:port")]
    [InlineData("mongodb://user:s3cr3t@host:99999")]
    [InlineData("mongodb://user:s3c/r3t@host")]
    [InlineData("mongodb://user:s3c@r3t@host")]
    [InlineData("mongodb://user:s3c:r3t@host")]
    [InlineData("mongodb://user:s3cr3t%@host")]
    [InlineData("mongodb://user:s3cr3t%zz@host")]
    [InlineData("mongodb://user:s3cr3t@host?")]
    [InlineData("mongodb://user:s3cr3t@host/?ssl")]
    [InlineData("mongodb://user:s3cr3t@host/?unknownToTheDriver=1")]
    [InlineData("mongodb://user:12?s3cr3t@host/")]
    [InlineData("mongodb://user:12/s3cr3t@host/")]
    [InlineData("mongodb://user:12#s3cr3t@host/")]
    [InlineData("mongodb://user:s3cr3t@%2Ftmp%2Fmongodb.sock/")]
    [InlineData("mongodb://user:s3cr3t@127.1/")]
    [InlineData("mongodb://user:s3cr3t@host/?ssl=maybe")]
    [InlineData("mongodb://user:s3cr3t@host/?ssl=true&tls=false")]
    [InlineData("mongodb://user:s3cr3t@host/?connectTimeoutMS=soon")]
    [InlineData("mongodb://user:s3cr3t@host/?readPreference=mine")]
    [InlineData("mongodb://user:s3cr3t@host/?authMechanism=SHA-SCRAM")]
    [InlineData("mongodb://:s3cr3t@host/")]
    [InlineData("mongodb://user:s3cr3t@host/?directConnection=true&loadBalanced=true")]
    [InlineData("mongodb://user:s3cr3t@one,two/?directConnection=true")]
    [InlineData("mongodb://user:s3cr3t@host/?minPoolSize=9&maxPoolSize=3")]
    [InlineData("mongodb://user:s3cr3t@host/a.b")]
    [InlineData("mongodb+srv://user:s3cr3t@host.example.com:27017/")]
    [InlineData("mongodb+srv://user:s3cr3t@one.example.com,two.example.com/")]
    [InlineData("mongodb+srv://user:s3cr3t@host.example.com/a.b")]
    public void Add_BadTarget_NamesTheParameterAndNoSecret(string target)
    {
        ArgumentException error = AddFails(target);

        error.Message.Should().StartWith("not a valid URL: ");
        error.ToString().Should().NotContain("s3c").And.NotContain("r3t");
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("soon")]
    [InlineData("10 s")]
    [InlineData("-10s")]
    [InlineData("0s")]
    [InlineData("999us")]
    [InlineData("24h1ms")]
    [InlineData("10s5")]
    [InlineData("10S")]
    [InlineData("1d")]
    [InlineData(".s")]
    [InlineData("10s%0A")]
    public void Add_BadTimeoutInTheTarget_NamesTheParameterAndNoSecret(string timeout)
    {
        ArgumentException error = AddFails($"mongodb://user:s3cr3t@host/?ssl=true&timeout={timeout}&w=1");

        error.Message.Should().StartWith("not a valid URL: ");
        error.ToString().Should().NotContain("s3cr3t");
    }

    [Theory]
    [InlineData("10s", 10_000)]
    [InlineData("500ms", 500)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData(".5s", 500)]
    [InlineData("2.s", 2_000)]
    [InlineData("1000us", 1)]
    [InlineData("1500%C2%B5s", 1.5)]
    [InlineData("24h", 86_400_000)]
    [InlineData("1h1m1s1ms", 3_661_001)]
    [InlineData("3000000ns", 3)]
    public void Add_TimeoutInTheTarget_IsTheDeadline(string timeout, double milliseconds) =>
        Registered(builder => builder.AddPhilaeMongoDb($"mongodb://host/?timeout={timeout}")).Timeout.Should().Be(TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void Add_TimeoutInTheTargetAndAsAnArgument_IsTheArgument() =>
        Registered(builder => builder.AddPhilaeMongoDb("mongodb://host/?timeout=7s", timeout: TimeSpan.FromSeconds(2))).Timeout.Should().Be(TimeSpan.FromSeconds(2));

    [Theory]
    [InlineData("mongodb://user:p%40ss%3A%2F@one:1,two:2/db?replicaSet=rs0&ssl=true&timeout=10s")]
    [InlineData("mongodb://host?timeout=3s")]
    [InlineData("mongodb://[::1]:27018/db?authSource=admin;timeout=3s")]
    [InlineData(" mongodb://host/\n")]
    [InlineData("mongodb://b\u00fccher.example,host:7/")]
    public void Add_GoodTarget_IsTaken(string target) =>
        Registered(builder => builder.AddPhilaeMongoDb(target)).Name.Should().Be("mongodb");

    // What a name service adds to a mongodb+srv:// URL is known only then: here a way to log in without a password that needs one.
    [Fact]
    public async Task Create_UrlContradictsItself_IsNotAValidUrl()
    {
        var target = new MongoDbTarget(new MongoUrl("mongodb://s3cr3t@host/?authMechanism=SCRAM-SHA-256"), null);
        var factory = new MongoDbClientFactory(target, new(), "admin", TimeSpan.FromSeconds(1));

        ProbeException error = (await factory.Invoking(made => made.CreateAsync(CancellationToken.None)).Should().ThrowAsync<ProbeException>()).Which;

        (error.Message, error.Reason).Should().Be(("not a valid URL", FailureReason.NotConfigured));
        error.ToString().Should().NotContain("s3cr3t");
    }

    [Theory]
    [InlineData("mongodb+srv://user:s3cr3t@nope.invalid/db?timeout=3s")]
    [InlineData("mongodb://nope.invalid,neither.invalid/")]
    public async Task Check_HostDoesNotResolve_IsNotFound(string target)
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb(target));

        HealthReport report = await host.Prober.CheckAsync();

        // A machine without a name server knows no better than that none answered.
        ProbeHost.Reason(report).Should().BeOneOf(
            "probe check failed: Unable to contact server: host not found", "probe check failed: Unable to contact server: timed out",
            "probe check failed: prober: context deadline exceeded");
        ProbeHost.Json(report, options => options.Detail = ReportDetail.ExceptionText).Should().NotContain("s3cr3t");
    }

    [Theory]
    [InlineData("mongodb://h/", null, 9_000, 8_000, 8_000, 9_000)]
    [InlineData("mongodb://h/?timeout=1s", null, 900, 800, 800, 900)]
    [InlineData("mongodb://h/?timeout=1s", 2_000, 1_800, 1_600, 1_600, 1_800)]
    [InlineData("mongodb://h/", 60_000, 9_000, 8_000, 8_000, 9_000)] // the report's own deadline is shorter
    [InlineData("mongodb://h/?serverSelectionTimeoutMS=7000&connectTimeoutMS=6000&socketTimeoutMS=5000&waitQueueTimeoutMS=4000", null, 7_000, 6_000, 5_000, 4_000)]
    [InlineData("mongodb://h/?serverSelectionTimeoutMS=70000&connectTimeoutMS=0&socketTimeoutMS=0", null, 9_000, 8_000, 8_000, 9_000)]
    public async Task Check_DriversLimits_EndBeforeTheDeadline(string target, int? timeout, int selection, int connect, int socket, int queue)
    {
        MongoClientSettings? settings = null;
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb(
            target.Replace("//h/", "//127.0.0.1:1/", StringComparison.Ordinal), timeout: timeout is { } t ? TimeSpan.FromMilliseconds(t) : null,
            configure: options => options.ConfigureClient = given => settings = given.Clone()));

        await host.CheckAsync();

        settings!.ServerSelectionTimeout.Should().Be(TimeSpan.FromMilliseconds(selection));
        settings.ConnectTimeout.Should().Be(TimeSpan.FromMilliseconds(connect));
        settings.SocketTimeout.Should().Be(TimeSpan.FromMilliseconds(socket));
        settings.WaitQueueTimeout.Should().Be(TimeSpan.FromMilliseconds(queue));
    }

    private static ArgumentException AddFails(string target) =>
        FluentActions.Invoking(() => new ServiceCollection().AddHealthChecks().AddPhilaeMongoDb(target))
            .Should().Throw<ArgumentException>().WithParameterName("target").Which;

    private static HealthCheckRegistration Registered(Action<IHealthChecksBuilder> add)
    {
        var services = new ServiceCollection();
        add(services.AddHealthChecks());
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single();
    }
}
