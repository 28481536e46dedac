using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MongoDB.Driver;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.MongoDb.Tests;

/// <summary>A server answers a ping of anybody: only a login that is tried tells whether the credentials are good.</summary>
public sealed class MongoDbLoginTests(MongoDbServers servers)
{
    private const string Refused = "probe check failed: Unable to contact server: authentication failed";

    [Theory]
    [InlineData(null, "wrong")]
    [InlineData("nobody", null)]
    public async Task Check_WrongCredentials_IsAFailedAuthenticationAtEveryCheck(string? user, string? password)
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb(With(servers.Url, user, password)));

        for (int i = 0; i < 3; i++)
        {
            ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be(Refused);
        }
    }

    [Fact]
    public async Task Check_WrongCredentialsOfTheApplicationsClient_IsAFailedAuthenticationAtEveryCheck()
    {
        using var client = new MongoClient(With(servers.Url, null, "wrong"));
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb(_ => client));

        for (int i = 0; i < 3; i++)
        {
            ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be(Refused);
        }

        ClusterRegistry.Instance.UnregisterAndDisposeCluster(client.Cluster);
    }

    [Fact]
    public async Task Check_WrongCredentials_ShowsNoSecret()
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb(With(servers.Url, null, "wr0ng-s3cr3t")));

        HealthReport report = await host.Prober.CheckAsync();

        ProbeHost.Json(report, options => options.Detail = ReportDetail.ExceptionText).Should().NotContain("wr0ng-s3cr3t");
        $"{report.Entries.Single().Value.Exception} {host.Log}".Should().NotContain("wr0ng-s3cr3t");
    }

    [Fact]
    public async Task Check_Credentials_AreProvedBeforeThePing()
    {
        await using var server = FakeMongoServer.Started("hc", "p@ss:w/rd%");
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb($"mongodb://hc:p%40ss%3Aw%2Frd%25@127.0.0.1:{server.Port}/"));

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        server.Pings.Should().ContainSingle().Which.LoggedIn.Should().BeTrue();
    }

    [Fact]
    public async Task Check_NoCredentials_PingsAsNobody()
    {
        await using var server = FakeMongoServer.Started("hc", ProbeConformance.Secret);
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb($"mongodb://127.0.0.1:{server.Port}/"));

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        server.Pings.Should().ContainSingle().Which.LoggedIn.Should().BeFalse();
    }

    [Fact]
    public async Task Check_PasswordMadeRight_IsHealthyAtTheNextCheck()
    {
        string password = "old";
        await using var server = FakeMongoServer.Started("hc", "new");
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb(
            $"mongodb://hc:old@127.0.0.1:{server.Port}/",
            configure: options => options.ConfigureClient = settings => settings.Credential = MongoCredential.CreateCredential("admin", "hc", password)));
        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be(Refused);

        password = "new";

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
    }

    private static string With(string url, string? user, string? password)
    {
        var builder = new MongoUrlBuilder(url);
        builder.Username = user ?? builder.Username ?? "hc";
        builder.Password = password ?? builder.Password ?? "none";
        return builder.ToString();
    }
}
