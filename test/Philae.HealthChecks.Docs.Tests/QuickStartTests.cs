using System.Net;
using System.Net.Sockets;
using Philae.HealthChecks.TestKit.Fakes;
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
    [InlineData("http://localhost:0")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://[::1]:0")]
    [InlineData("http://*:0")]
    public async Task Run_AnyFreePort_ProbesThePortThatWasBound(string urls)
    {
        await using QuickStartProcess service = QuickStartProcess.Start(null, "--urls", urls);

        (await HealthOfAsync(service)).Probes.Select(static probe => (probe.Name, probe.Healthy)).Should().Equal(("page", true), ("port", true));
    }

    [Theory]
    [InlineData("ASPNETCORE_HTTP_PORTS")]
    [InlineData("ASPNETCORE_HTTPS_PORTS")]
    [InlineData("ASPNETCORE_URLS")]
    public async Task Run_PortsOfTheEnvironmentOrHttps_ProbesItself(string variable)
    {
        using var certificate = new TestCertificate();
        string port = $"{FreePort.Next()}";
        await using QuickStartProcess service = QuickStartProcess.Start(new Dictionary<string, string>
        {
            [variable] = variable == "ASPNETCORE_URLS" ? $"https://localhost:{port}" : port,
            ["Kestrel__Certificates__Default__Path"] = certificate.CertificateFile,
            ["Kestrel__Certificates__Default__KeyPath"] = certificate.KeyFile,
        });

        (await HealthOfAsync(service)).Probes.Select(static probe => (probe.Name, probe.Healthy)).Should().Equal(("page", true), ("port", true));
        service.Console.Should().NotContain("Overriding");
        service.Address.Should().Be($"{(variable == "ASPNETCORE_HTTP_PORTS" ? "http" : "https")}://localhost:{port}");
    }

    [Theory]
    [InlineData("nonsense", "urls: 'nonsense' is no address to listen on, such as http://localhost:8080.")]
    [InlineData("localhost:8080", "urls: 'localhost:8080' is no address to listen on, such as http://localhost:8080.")]
    [InlineData("ftp://localhost", "urls: 'ftp://localhost' is no address to listen on, such as http://localhost:8080.")]
    [InlineData("http://localhost:99999", "urls: 'http://localhost:99999' is no address to listen on, such as http://localhost:8080.")]
    [InlineData("https://localhost:8443", "Unable to configure HTTPS endpoint. No server certificate was specified*")]
    [InlineData("http://192.0.2.1:8080", "Failed to bind to address http://192.0.2.1:8080: *")]
    public async Task Run_AddressThatCannotBe_StopsWithOneLineThatNamesIt(string urls, string says)
    {
        await using QuickStartProcess service = QuickStartProcess.Start(new Dictionary<string, string> { ["HOME"] = Path.GetTempPath() }, "--urls", urls);

        await StoppedAsync(service, says);
    }

    [Fact]
    public async Task Run_PortTaken_StopsWithOneLineThatNamesIt()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using QuickStartProcess service = QuickStartProcess.Start(null, "--urls", $"http://{other.LocalEndpoint}");

        await StoppedAsync(service, $"Failed to bind to address http://{other.LocalEndpoint}: address already in use.");
    }

    [Fact]
    public async Task Run_BrokenSettings_StopsWithOneLineThatNamesFileAndLine()
    {
        string environment = $"Broken{Environment.ProcessId}";
        string file = Path.Combine(AppContext.BaseDirectory, $"appsettings.{environment}.json");
        await File.WriteAllTextAsync(file, $$"""
            {
              "Philae": { "Deadline": {{Password}} }
            """);
        try
        {
            await using QuickStartProcess service = QuickStartProcess.Start(new Dictionary<string, string> { ["DOTNET_ENVIRONMENT"] = environment });

            await StoppedAsync(service, $"Failed to load configuration from file '{file}'. Line 2 is no JSON.");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("Philae__Deadline", "2.00:00:00", "Philae:Deadline: must be from 1 millisecond to 1 day.")]
    [InlineData("Philae__Probes__page__ResponseTimeout", "00:00:00", "Philae:Probes:page:ResponseTimeout: must be from 1 millisecond to 1 day.")]
    [InlineData("Philae__Probes__page__Uri", "http://localhost", "Philae:Probes:page:Uri: unknown key. Did you mean 'Url'? *")]
    [InlineData("Philae__Probes__cache__Url", "reddis://localhost", "Philae:Probes:cache:Url: unknown scheme 'reddis'. Did you mean 'redis'? *")]
    [InlineData("Philae__Probes__cache__Url", "localhost:6379", "Philae:Probes:cache:Url: not a URL. Did you mean redis://… or tcp://…? *")]
    [InlineData("Logging__LogLevel__Default", "Loud", "Configuration value 'Loud' is not supported.")]
    public async Task Run_SettingThatCannotBe_StopsWithOneLineThatNamesIt(string variable, string value, string says)
    {
        await using QuickStartProcess service = QuickStartProcess.Start(new Dictionary<string, string> { [variable] = value }, "--urls", "http://127.0.0.1:0");

        await StoppedAsync(service, says);
    }

    [Theory]
    [InlineData("Port", "many", "Failed to convert configuration value 'many' at 'Service:Port' to type 'System.Int32'.")]
    [InlineData("Redis", "cache:6379,pasword=s3cr3t-0f-the-test", "Keyword 'pasword' is not supported.*")]
    [InlineData("ReportDeadline", "00:00:00", "PhilaeOptions.Deadline must be from 1 millisecond to 1 day, not 00:00:00.")]
    [InlineData("DrainDelay", "00:10:00", "PhilaeOptions.DrainDelay (00:10:00) must be less than HostOptions.ShutdownTimeout (00:00:30), within which the host stops.")]
    [InlineData("Port", "99999", "Failed to bind to address http://*:99999;http://*:8081: *")]
    public async Task Run_KubernetesSampleWithASettingThatCannotBe_StopsWithOneLineThatNamesIt(string setting, string value, string says)
    {
        await using QuickStartProcess service = QuickStartProcess.StartSample(
            "Kubernetes", new Dictionary<string, string> { [$"Service__{setting}"] = value });

        await StoppedAsync(service, says);
    }

    [Fact]
    public async Task Run_KubernetesSamplesPortTaken_StopsWithOneLineThatNamesIt()
    {
        using var other = new TcpListener(IPAddress.Any, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using QuickStartProcess service = QuickStartProcess.StartSample(
            "Kubernetes", new Dictionary<string, string> { ["Service__Port"] = $"{port}", ["Service__ManagementPort"] = $"{FreePort.Next()}" });

        await StoppedAsync(service, $"Failed to bind to address http://*:{port}: *");
    }

    [Fact]
    public async Task Run_Starts_SaysWhatIsProbed()
    {
        await using QuickStartProcess service = QuickStartProcess.Start(
            new Dictionary<string, string> { ["ConnectionStrings__cache"] = "localhost:1", ["Philae__Probes__cache__Url"] = "redis:ConnectionStrings:cache" },
            "--urls", "http://127.0.0.1:0");
        await service.UpAsync();

        await Eventually.TrueAsync(() => service.Console.Contains("Probes: cache (redis), page (http), port (tcp)", StringComparison.Ordinal));
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

    private static async Task<PhilaeReport> HealthOfAsync(QuickStartProcess service)
    {
        await service.UpAsync();
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, _, _, _) => true };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(service.Address) };
        return (await HealthAsync(client)).Report;
    }

    // One line in all: nothing of it stands in the log, too.
    private static async Task StoppedAsync(QuickStartProcess service, string says)
    {
        (await service.ExitAsync()).Should().Be(1);
        (await service.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle().Which.Should().Match(says).And.NotContain(Password);
        service.Console.Should().NotContain("Exception").And.NotContain("   at ");
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
