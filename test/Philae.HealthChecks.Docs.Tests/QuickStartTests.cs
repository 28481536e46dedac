using System.Net;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Docs.Tests;

public sealed class QuickStartTests
{
    private const string Password = "s3cr3t-0f-the-test";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_AddressGiven_ListensThereAndSaysWhatToOpen(bool byArgument)
    {
        string url = $"http://127.0.0.1:{FreePort.Next()}";
        await using QuickStartProcess service = byArgument
            ? QuickStartProcess.Start(null, "--urls", url)
            : QuickStartProcess.Start(new Dictionary<string, string> { ["ASPNETCORE_URLS"] = url });
        using var client = new HttpClient { BaseAddress = new Uri(url) };

        string console = await service.UpAsync();
        PhilaeReport report = PhilaeReport.Read(await client.GetByteArrayAsync("/_health"));

        console.Should().Contain($"{url}/_health");
        report.Healthy.Should().BeTrue();
        report.Probes.Select(probe => probe.Name).Should().Equal("page", "port");
        (await client.GetStringAsync("/")).Should().Contain("/_health");
    }

    [Theory]
    [InlineData("cache__Url", "ldap://:s3cr3t-0f-the-test@cache", "unknown scheme 'ldap'")]
    [InlineData("cache__Url", "redis://:s3cr3t-0f-the-test@", "no host")]
    [InlineData("db__Url", "postgres://u:s3cr3t-0f-the-test@db:70000/x", "port")]
    [InlineData("mysql__Url", "mysql://u:s3cr3t-0f-the-test@db:0/x", "port")]
    [InlineData("page__MaxAge", "s3cr3t-0f-the-test", "must be a duration")]
    [InlineData("page__Password__x", "s3cr3t-0f-the-test", "must be a text", "page__Password")]
    [InlineData("port__ExpectedStatusCode", "s3cr3t-0f-the-test", "unknown key")]
    public async Task Run_MalformedVariable_StopsWithOneLineThatNamesItsPath(string variable, string value, string says, string? path = null)
    {
        await using QuickStartProcess service = QuickStartProcess.Start(
            new Dictionary<string, string> { [$"Philae__Probes__{variable}"] = value }, "--urls", $"http://127.0.0.1:{FreePort.Next()}");

        int exitCode = await service.ExitAsync();
        string[] lines = (await service.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        exitCode.Should().Be(1);
        lines.Should().ContainSingle().Which.Should()
            .StartWith($"Philae:Probes:{(path ?? variable).Replace("__", ":", StringComparison.Ordinal)}: ").And.Contain(says).And.NotContain(Password);
    }

    [Fact]
    public async Task Run_EnvironmentNamesAProbeOfTheFile_OverridesIt()
    {
        string url = $"http://127.0.0.1:{FreePort.Next()}";
        await using QuickStartProcess service = QuickStartProcess.Start(
            new Dictionary<string, string> { ["Philae__Probes__page__ExpectedStatusCode"] = "404" }, "--urls", url);
        await service.UpAsync();
        using var client = new HttpClient { BaseAddress = new Uri(url) };

        (HttpStatusCode status, PhilaeReport report) = await HealthAsync(client);

        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        report.Probes[0].Error!.ToString().Should().Be("probe check failed: Unexpected status code: 200 (expected: 404)");
    }

    [Fact]
    [Trait("Servers", "Own")]
    public async Task Health_ThreeServersAndRedisKilledAndBack_TellsEachTime()
    {
        await using var redis = new RedisServer(Password);
        await using var postgreSql = new PostgreSqlServer(Password);
        await using var mariaDb = new MariaDbServer(Password);
        await Task.WhenAll(redis.StartAsync(), StartAsync(postgreSql), mariaDb.InitializeAsync());
        string url = $"http://127.0.0.1:{FreePort.Next()}";
        await using QuickStartProcess service = QuickStartProcess.Start(new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = url,
            ["Philae__Probes__redis__Url"] = $"redis://:{Password}@127.0.0.1:{redis.Port}",
            ["Philae__Probes__postgresql__Url"] = $"postgres://postgres:{Password}@127.0.0.1:{postgreSql.Port}/postgres",
            ["Philae__Probes__mysql__Url"] = $"mysql://hc:{Password}@127.0.0.1:{mariaDb.Port}",
        });
        await service.UpAsync();
        using var client = new HttpClient { BaseAddress = new Uri(url) };

        (HttpStatusCode status, PhilaeReport report) = await HealthAsync(client);
        status.Should().Be(HttpStatusCode.OK, report.ToString());
        report.Probes.Select(probe => (probe.Name, probe.Healthy)).Should().Equal(
            ("mysql", true), ("page", true), ("port", true), ("postgresql", true), ("redis", true));

        await redis.KillAsync();
        (status, report) = await HealthAsync(client);
        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        report.Probes.Select(probe => (probe.Name, probe.Healthy)).Should().Equal(
            ("mysql", true), ("page", true), ("port", true), ("postgresql", true), ("redis", false));
        report.Probes[4].Error!.ToString().Should().StartWith("probe check failed: unable to contact Redis host");

        await redis.StartAsync();
        (status, report) = await HealthAsync(client);
        status.Should().Be(HttpStatusCode.OK, report.ToString());
    }

    private static async Task StartAsync(PostgreSqlServer server)
    {
        await server.InitializeAsync();
        await server.StartAsync();
    }

    private static async Task<(HttpStatusCode Status, PhilaeReport Report)> HealthAsync(HttpClient client)
    {
        using HttpResponseMessage response = await client.GetAsync("/_health");
        response.Content.Headers.GetValues("Content-Type").Should().Equal("application/json");
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        body[^1].Should().Be((byte)'\n');
        return (response.StatusCode, PhilaeReport.Read(body));
    }
}
