using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.StatusPages;

public sealed class StatusPageProbeTests : HttpServerTests
{
    private const string GitHubPath = "/api/v2/status.json";
    private const string GitLabPath = "/1.0/status/5b36dc6502d06804c08349f7";

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("none", HealthStatus.Healthy, null)]
    [InlineData("minor", HealthStatus.Degraded, "minor incident")]
    [InlineData("maintenance", HealthStatus.Degraded, "maintenance")]
    [InlineData("major", HealthStatus.Unhealthy, "GitHub is probably down")]
    [InlineData("critical", HealthStatus.Unhealthy, "GitHub is probably down")]
    public async Task Check_GitHubIndicator_IsJudged(string indicator, HealthStatus status, string? says)
    {
        Server.On(GitHubPath, 200, StatusPageAnswers.GitHub(indicator));
        await using ProbeHost host = GitHub();

        await ShouldBeAsync(host, status, says);
    }

    [Theory]
    [InlineData(0, HealthStatus.Healthy, null)]
    [InlineData(100, HealthStatus.Healthy, null)]
    [InlineData(199, HealthStatus.Healthy, null)]
    [InlineData(200, HealthStatus.Degraded, "maintenance")]
    [InlineData(300, HealthStatus.Degraded, "degraded performance")]
    [InlineData(399, HealthStatus.Degraded, "degraded performance")]
    [InlineData(400, HealthStatus.Unhealthy, "Incident reported!")]
    [InlineData(600, HealthStatus.Unhealthy, "Incident reported!")]
    public async Task Check_StatusIOCode_IsJudged(int code, HealthStatus status, string? says)
    {
        Server.On(GitLabPath, 200, StatusPageAnswers.StatusIO(code));
        await using ProbeHost host = Host(checks => checks.AddPhilaeGitLab(configure: Here));

        await ShouldBeAsync(host, status, says);
    }

    [Fact]
    public async Task Check_Degraded_IsSaidInTheComment()
    {
        Server.On(GitHubPath, 200, StatusPageAnswers.GitHub("minor"));
        await using ProbeHost host = GitHub();

        ProbeHost.Json(await host.Prober.CheckAsync()).Should().Contain("\"name\":\"github\",\"healthy\":true,\"comment\":\"degraded: minor incident\",\"error\":null");
    }

    [Fact]
    public async Task Check_ManyTimesAMinute_AsksOnce()
    {
        Server.On(GitHubPath, 200, StatusPageAnswers.GitHub("none"));
        await using ProbeHost host = GitHub();
        for (int check = 0; check < 10; check++)
        {
            (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
            _time.Advance(TimeSpan.FromSeconds(5.9));
        }

        Server.Requests.Should().ContainSingle();
        _time.Advance(TimeSpan.FromSeconds(1));
        await host.CheckAsync();

        Server.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task Check_FailsManyTimesAMinute_AsksOnce()
    {
        Server.On(GitHubPath, 429);
        await using ProbeHost host = GitHub();
        for (int check = 0; check < 10; check++)
        {
            (await HttpCheck.ErrorAsync(host)).Should().Be("Invalid return code: 429 Too Many Requests");
        }

        Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Check_ApplicationsMaxAgeIsShorter_StillAsksOnceAMinute()
    {
        Server.On(GitHubPath, 200, StatusPageAnswers.GitHub("none"));
        await using ProbeHost host = Host(checks =>
        {
            checks.Services.Configure<PhilaeOptions>(static options => options.MaxAge = TimeSpan.FromSeconds(1));
            checks.AddPhilaeGitHub(configure: Here);
        });
        await host.CheckAsync();
        _time.Advance(TimeSpan.FromSeconds(59));
        await host.CheckAsync();

        Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Check_Request_SaysWhoAsks()
    {
        Server.On(GitHubPath, 200, StatusPageAnswers.GitHub("none"));
        await using ProbeHost host = GitHub();

        await host.CheckAsync();

        Server.Requests.Single().Headers["User-Agent"].Should().Be("Philae.HealthChecks");
    }

    [Fact]
    public void Add_WithoutTags_StaysOutOfReadiness()
    {
        using ServiceProvider services = Services(static checks => checks.AddPhilaeGitHub().AddPhilaeGitLab().AddPhilaeStatusIO("abc").AddPhilaeGitHub("asked for", tags: ["ready"]));

        services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Select(static check => $"{check.Name}: {string.Join(' ', check.Tags)}")
            .Should().Equal("github: external", "gitlab: external", "statusio: external", "asked for: ready");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("../other")]
    [InlineData("a b")]
    [InlineData("https://status.example/abc")]
    public void Add_BadId_NamesTheParameter(string id) =>
        FluentActions.Invoking(() => new ServiceCollection().AddHealthChecks().AddPhilaeStatusIO(id)).Should().Throw<ArgumentException>().WithParameterName("id");

    [Theory]
    [InlineData("/relative")]
    [InlineData("ftp://host/")]
    [InlineData("http://user:s3cr3t@host/")]
    [InlineData("http://host/path")]
    [InlineData("http://host/?query")]
    public void Start_BadBaseAddress_NamesProbeAndOption(string address)
    {
        using ServiceProvider services = Services(checks => checks.AddPhilaeGitHub(configure: options => options.BaseAddress = new Uri(address, UriKind.RelativeOrAbsolute)));

        services.GetRequiredService<IStartupValidator>().Invoking(static start => start.Validate()).Should().Throw<OptionsValidationException>()
            .WithMessage("*github.BaseAddress*").Which.Message.Should().NotContain("s3cr3t");
    }

    private ProbeHost GitHub() => Host(checks => checks.AddPhilaeGitHub(configure: Here));

    private ProbeHost Host(Action<IHealthChecksBuilder> add) => new(add, _time);

    private void Here(StatusPageProbeOptions options) => (options.BaseAddress, options.ConnectTimeout) = (Server.Address, HttpCheck.Never);

    private static ServiceProvider Services(Action<IHealthChecksBuilder> add)
    {
        var services = new ServiceCollection();
        add(services.AddHealthChecks());
        return services.BuildServiceProvider();
    }

    private static async Task ShouldBeAsync(ProbeHost host, HealthStatus status, string? says)
    {
        HealthReport report = await host.Prober.CheckAsync();

        report.Status.Should().Be(status);
        string json = ProbeHost.Json(report);
        json.Should().NotContain("what they say");
        if (says is not null)
        {
            json.Should().Contain(says);
        }
    }
}
