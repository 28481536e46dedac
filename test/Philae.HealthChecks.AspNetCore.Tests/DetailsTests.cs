using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>The same endpoint and the same run, in two views.</summary>
public sealed class DetailsTests
{
    private int _runs;

    [Theory]
    [InlineData(ErrorFormat.Nested, "{}")]
    [InlineData(ErrorFormat.Text, "\"\"")]
    [InlineData(ErrorFormat.Comment, "null")]
    public async Task Get_Never_IsTheVerdictAlone(ErrorFormat format, string error)
    {
        await using TestApp app = await StartAsync(PhilaeDetails.Never, options => options.Report.ErrorFormat = format);

        using HttpResponseMessage response = await app.Client.GetAsync("/_health");

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync()).Should().Be($"{{\"healthy\":false,\"probes\":[],\"error\":{error}}}\n");
        _runs.Should().Be(1);
    }

    [Fact]
    public async Task Get_Always_ShowsTheProbes()
    {
        await using TestApp app = await StartAsync(PhilaeDetails.Always);

        (await app.Client.GetAsync("/_health")).Should().Match<HttpResponseMessage>(response => response.Content.ReadAsStringAsync().Result.Contains("db"));
    }

    [Theory]
    [InlineData("operators", "operator", true)]
    [InlineData("operators", "guest", false)]
    [InlineData("operators", null, false)]
    [InlineData(null, "guest", true)]
    [InlineData(null, null, false)]
    public async Task Get_WhenAuthorized_ShowsThemToThoseOnly(string? policy, string? user, bool shown)
    {
        await using TestApp app = await StartAsync(PhilaeDetails.WhenAuthorized(policy), options => options.ResultStatusCodes[0] = 503);
        app.Client.DefaultRequestHeaders.Authorization = user is null ? null : new AuthenticationHeaderValue("User", user);

        foreach (string path in (string[])["/_health", "/_health/ready", "/_health/live"])
        {
            using HttpResponseMessage response = await app.Client.GetAsync(path);
            PhilaeReport report = PhilaeReport.Read(await response.Content.ReadAsByteArrayAsync());

            response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            (report.Healthy, report.Probes.Count).Should().Be((false, shown ? 1 : 0), path);
        }
    }

    [Fact]
    public async Task Get_TwoViews_AreOfOneRun()
    {
        await using TestApp app = await StartAsync(PhilaeDetails.WhenAuthorized("operators"));
        using var operators = new HttpRequestMessage(HttpMethod.Get, "/_health") { Headers = { Authorization = new("User", "operator") } };

        using HttpResponseMessage whole = await app.Client.SendAsync(operators);
        byte[] verdict = await (await app.Client.GetAsync("/_health")).Content.ReadAsByteArrayAsync();

        PhilaeReport.Read(await whole.Content.ReadAsByteArrayAsync()).Probes.Should().ContainSingle();
        PhilaeReport.Read(verdict).Probes.Should().BeEmpty();
        _runs.Should().Be(1);
    }

    [Fact]
    public async Task Map_PolicyThatThereIsNot_NamesIt()
    {
        Func<Task> start = () => StartAsync(PhilaeDetails.WhenAuthorized("opperators"));

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*Details*'opperators'*");
    }

    [Fact]
    public async Task Map_PolicyWithoutAuthorization_SaysWhatToCall()
    {
        Func<Task> start = () => TestApp.StartAsync(checks => checks.AddPhilaeSample(), options => options.Details = PhilaeDetails.WhenAuthorized());

        await start.Should().ThrowAsync<InvalidOperationException>().WithMessage("*Details*AddAuthorization()*");
    }

    private Task<TestApp> StartAsync(PhilaeDetails details, Action<PhilaeEndpointOptions>? configure = null) => TestApp.StartAsync(
        checks =>
        {
            checks.AddPhilaeProbe("db", _ => throw new ProbeException($"down {++_runs}"), tags: ["live", "ready"], configure: static options => options.MaxAge = TimeSpan.FromHours(1));
            checks.Services.AddAuthorization(static options => options.AddPolicy("operators", static policy => policy.RequireUserName("operator")));
            checks.Services.AddAuthentication("user").AddScheme<AuthenticationSchemeOptions, NamedUserHandler>("user", null);
        },
        options =>
        {
            options.Details = details;
            configure?.Invoke(options);
        });
}
