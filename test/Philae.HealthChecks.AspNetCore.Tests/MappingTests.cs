using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.AspNetCore.Tests;

public sealed class MappingTests
{
    [Fact]
    public async Task Map_OtherPattern_AnswersThereAlone()
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(), app => app.MapPhilaeHealthChecks("/healthz"));

        (await app.Client.GetAsync("/healthz")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await app.Client.GetAsync("/_health")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Map_RequireAuthorization_RefusesTheAnonymous()
    {
        await using TestApp app = await TestApp.StartAsync(
            checks =>
            {
                checks.AddPhilaeSample();
                checks.Services.AddAuthorization();
                checks.Services.AddAuthentication("none").AddScheme<AuthenticationSchemeOptions, NobodyHandler>("none", null);
            },
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapPhilaeHealthChecks().RequireAuthorization();
            });

        (await app.Client.GetAsync("/_health")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Map_RequireHost_AnswersThatHostAlone()
    {
        await using TestApp app = await TestApp.StartAsync(
            checks => checks.AddPhilaeSample(), app => app.MapPhilaeHealthChecks().RequireHost("health.internal"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_health") { Headers = { Host = "health.internal" } };

        (await app.Client.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await app.Client.GetAsync("/_health")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Map_WithMetadata_IsOnTheEndpoint()
    {
        var metadata = new object();
        await using TestApp app = await TestApp.StartAsync(
            checks => checks.AddPhilaeSample(), app => app.MapPhilaeHealthChecks().WithMetadata(metadata));

        app.Services.GetRequiredService<EndpointDataSource>().Endpoints.Should().HaveCount(6).And.OnlyContain(endpoint => endpoint.Metadata.Contains(metadata));
    }

    [Fact]
    public async Task Map_OtherHealthChecksOnly_ReportsThem()
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddCheck("existing", () => HealthCheckResult.Unhealthy("full")));

        using HttpResponseMessage response = await app.Client.GetAsync("/_health");

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync()).Should().Contain(
            "{\"name\":\"existing\",\"healthy\":false,\"comment\":\"error\",\"error\":{\"Message_\":\"probe check failed\",\"Cause_\":null,\"Underlying_\":{},\"File\":\"\",\"Line\":0},");
    }

    [Fact]
    public async Task Map_WithoutAddHealthChecks_SaysWhatToCall()
    {
        await using WebApplication app = WebApplication.CreateSlimBuilder().Build();

        app.Invoking(unready => unready.MapPhilaeHealthChecks()).Should().Throw<InvalidOperationException>().WithMessage("*AddHealthChecks()*");
    }

    [Theory]
    [InlineData(199)]
    [InlineData(204)]
    [InlineData(205)]
    [InlineData(304)]
    [InlineData(600)]
    public async Task Map_StatusCodeOutOfRange_NamesTheOption(int code)
    {
        Func<Task> start = () => TestApp.StartAsync(_ => { }, options => options.ResultStatusCodes[HealthStatus.Unhealthy] = code);

        await start.Should().ThrowAsync<ArgumentException>().WithMessage("*ResultStatusCodes*Unhealthy*");
    }

    [Fact]
    public async Task Map_DetailsNull_NamesTheOption()
    {
        Func<Task> start = () => TestApp.StartAsync(_ => { }, options => options.Details = null!);

        await start.Should().ThrowAsync<ArgumentNullException>().WithParameterName("Details");
    }

    [Fact]
    public async Task Map_StatusCodeRemoved_NamesTheOption()
    {
        Func<Task> start = () => TestApp.StartAsync(_ => { }, options => options.ResultStatusCodes.Remove(HealthStatus.Degraded));

        await start.Should().ThrowAsync<ArgumentException>().WithMessage("*ResultStatusCodes*Degraded*");
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("REDIS")]
    public async Task Start_NameTwice_NamesIt(string second)
    {
        Func<Task> start = () => TestApp.StartAsync(
            checks => checks.AddPhilaeSample(name: "redis").AddCheck(second, () => HealthCheckResult.Healthy()), (WebApplication _) => { });

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage($"*'{second}'*more than once*'name'*");
    }

    [Fact]
    public async Task Start_OptionOutOfRangeWithoutAnyProbe_NamesIt()
    {
        Func<Task> start = () => TestApp.StartAsync(checks =>
        {
            checks.AddCheck("existing", () => HealthCheckResult.Healthy());
            checks.Services.Configure<PhilaeOptions>(options => options.Deadline = TimeSpan.FromSeconds(-5));
        });

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage("PhilaeOptions.Deadline*");
    }
}
