using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using MongoDB.Driver;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.MongoDb.Tests;

public sealed class MongoDbOptionsTests
{
    [Theory]
    [InlineData("", null, "admin")]
    [InlineData("orders?authSource=admin", null, "orders")]
    [InlineData("orders?authSource=admin", "events", "events")]
    [InlineData("", "events", "events")]
    public async Task Check_Database_IsTheOptionsOrTheTargetsOrAdmin(string path, string? option, string expected)
    {
        await using var server = FakeMongoServer.Started("hc", ProbeConformance.Secret);
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb(server.Url + path, configure: options => options.Database = option));

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        server.Pings.Should().ContainSingle().Which.Database.Should().Be(expected);
    }

    [Theory]
    [InlineData(null, "admin")]
    [InlineData("events", "events")]
    public async Task Check_DatabaseOfTheApplicationsClient_IsTheOptionsOrAdmin(string? option, string expected)
    {
        await using var server = FakeMongoServer.Started("hc", ProbeConformance.Secret);
        using var client = new MongoClient(server.Url);
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb(_ => client, configure: options => options.Database = option));

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        server.Pings.Should().ContainSingle().Which.Database.Should().Be(expected);
        ClusterRegistry.Instance.UnregisterAndDisposeCluster(client.Cluster);
    }

    [Fact]
    public async Task Check_ConfigureClientThrows_IsNotConfigured()
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb(
            "mongodb://127.0.0.1:1/", configure: options => options.ConfigureClient = _ => throw new InvalidOperationException("s3cr3t")));

        HealthReport report = await host.Prober.CheckAsync();

        ProbeHost.Reason(report).Should().Be("probe check failed: Unable to contact server: not configured");
        ProbeHost.Json(report).Should().NotContain("s3cr3t");
    }

    [Theory]
    [InlineData("", null, "m.Database must not be empty or have a dot in it*")]
    [InlineData("a.b", null, "m.Database must not be empty or have a dot in it*")]
    [InlineData(null, "/nowhere/ca.pem", "m.CertificateAuthorityFile: there is no file '/nowhere/ca.pem'*")]
    [InlineData("a.b", "/nowhere/ca.pem", "m.Database *; m.CertificateAuthorityFile: *")]
    public void Add_BadOption_IsSaidAtStart(string? database, string? file, string message) =>
        FluentActions.Invoking(() => Start(options => (options.Database, options.CertificateAuthorityFile) = (database, file)))
            .Should().Throw<OptionsValidationException>().Which.Message.Replace("Property ", "", StringComparison.Ordinal).Should().Match(message);

    [Fact]
    public void Add_GoodOptions_Start() =>
        FluentActions.Invoking(() => Start(options => options.Database = "db")).Should().NotThrow();

    private static void Start(Action<MongoDbProbeOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddHealthChecks().AddPhilaeMongoDb("mongodb://host", name: "m", configure: configure);
        using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }
}
