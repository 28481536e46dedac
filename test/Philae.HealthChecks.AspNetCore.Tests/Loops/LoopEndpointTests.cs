using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.AspNetCore.Tests.Loops;

/// <summary>What the endpoint tells other services, and what becomes of it where the probes between have options of their own.</summary>
public sealed class LoopEndpointTests : IAsyncLifetime
{
    private readonly LoopService _a = new();
    private readonly LoopService _b = new();
    private readonly LoopService _c = new();
    private readonly HttpClient _client = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _c.DisposeAsync();
    }

    [Fact]
    public async Task Get_Outsider_GetsNoStates()
    {
        await _c.StartAsync();

        (await SendAsync(_c.Url)).Headers.Contains(LoopHeaders.Members).Should().BeFalse();
    }

    [Fact]
    public async Task Get_Service_GetsTheStatesOfAllBehind()
    {
        await RingAsync();
        _c.IsSick = true;

        string members = (await SendAsync(_a.Url, "somebody")).Headers.GetValues(LoopHeaders.Members).Single();

        members.Split(',')[0].Should().StartWith(Id(_a) + ".").And.Contain(";next=");
        members.Split(',').Single(state => state.StartsWith(Id(_c), StringComparison.Ordinal)).Should().Contain("!own%20is%20down");
        members.Split(',').Single(state => state.StartsWith(Id(_b), StringComparison.Ordinal)).Should().NotContain("!");
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("the next")]
    [InlineData("the last")]
    [InlineData("itself")]
    [InlineData("all")]
    public async Task Get_ForgedWay_ChangesNoStateAndHidesNobody(string way)
    {
        await RingAsync();
        _c.IsSick = true;
        (await HealthyAsync(_a)).Should().BeFalse();
        string via = way switch
        {
            "the next" => Id(_b),
            "the last" => Id(_c),
            "itself" => Id(_a),
            "all" => $"{Id(_a)}, {Id(_b)}, {Id(_c)}",
            _ => "r1, r2, r3, r4, r5, r6, r7, r8, r9",
        };

        HttpResponseMessage forged = await SendAsync(_a.Url, via, "1ms");
        forged.Headers.GetValues(LoopHeaders.Members).Single().Should().Contain("!own%20is%20down");

        (await HealthyAsync(_a)).Should().BeFalse();
        _c.IsSick = false;
        await SendAsync(_a.Url, via, "1ms");
        (await HealthyAsync(_a)).Should().BeTrue();
    }

    [Fact]
    public async Task Get_DetailsHidden_TellsTheVerdictAndNoName()
    {
        foreach (LoopService service in (LoopService[])[_a, _b, _c])
        {
            service.Endpoint = static options => options.Details = PhilaeDetails.Never;
        }

        await RingAsync();
        _c.IsSick = true;

        HttpResponseMessage response = await SendAsync(_a.Url, "somebody");
        response.Headers.GetValues(LoopHeaders.Members).Single().Should().NotContain("own").And.NotContain("next").And.Contain("!");
        (await HealthyAsync(_a)).Should().BeFalse();
        _c.IsSick = false;
        (await HealthyAsync(_a)).Should().BeTrue();
    }

    [Fact]
    public async Task Get_ProbeBetweenIsDegradedAtWorst_NobodyBehindItCounts()
    {
        _b.Checks = checks => checks.AddPhilaeService(_c.Url, "next", failureStatus: HealthStatus.Degraded);
        await StartAllAsync(_a.Probes("next", _b), _b, _c);
        _c.IsSick = true;

        (await HealthyAsync(_a)).Should().BeTrue();
        (await HealthyAsync(_b)).Should().BeTrue();
    }

    [Fact]
    public async Task Get_ProbeBetweenHasAThreshold_CountsAsItIsReportedThere()
    {
        _b.Checks = checks => checks.AddPhilaeService(_c.Url, "next", configure: static options => options.FailureThreshold = 3);
        await StartAllAsync(_a.Probes("next", _b), _b, _c);
        (await HealthyAsync(_a)).Should().BeTrue();
        _c.IsSick = true;

        List<bool> answers = [await HealthyAsync(_a), await HealthyAsync(_a), await HealthyAsync(_a)];

        answers.Should().Equal(true, true, false);
    }

    [Fact]
    public async Task Get_TargetReportsASubset_TheRestDoesNotCount()
    {
        _c.Checks = static checks => checks
            .AddPhilaeProbe("ready", static _ => Task.CompletedTask, tags: [PhilaeTags.Ready])
            .AddPhilaeProbe("other", static _ => throw new ProbeException("gone"));
        _b.Checks = checks => checks.AddPhilaeService(_c.Url + "/ready", "next");
        await StartAllAsync(_a.Probes("next", _b), _b, _c);
        (await HealthyAsync(_c)).Should().BeFalse();

        (await HealthyAsync(_a)).Should().BeTrue();
    }

    [Fact]
    public async Task Get_TwoGroupsOfOneService_AreNotTakenForEachOther()
    {
        // A hears of C's whole report through B, and of its subset directly.
        _c.Checks = static checks => checks
            .AddPhilaeProbe("ready", static _ => Task.CompletedTask, tags: [PhilaeTags.Ready])
            .AddPhilaeProbe("other", static _ => throw new ProbeException("gone"));
        _a.Checks = checks => checks.AddPhilaeService(_c.Url + "/ready", "subset");
        await StartAllAsync(_a.Probes("next", _b), _b.Probes("whole", _c), _c);

        PhilaeReport report = PhilaeReport.Read(await (await SendAsync(_a.Url)).Content.ReadAsByteArrayAsync());

        report.Probes.Single(static probe => probe.Name == "subset").Healthy.Should().BeTrue();
        report.Probes.Single(static probe => probe.Name == "next").Error!.ToString().Should().Be("probe check failed: whole is down (error): whole: other is down (error): other: gone");
    }

    [Fact]
    public async Task Answer_EndpointOfTheApplicationsOwn_PassesTheStatesOn()
    {
        await StartAllAsync(_c);
        await using TestApp own = await TestApp.StartAsync(
            checks => checks.AddPhilaeService(_c.Url, "next"),
            (WebApplication app) => app.MapGet("/_health", static async (HttpContext context, PhilaeProber prober) =>
            {
                PhilaeAnswer answer = await prober.AnswerAsync(new() { Headers = name => context.Request.Headers[name] }, context.RequestAborted);
                foreach ((string name, string value) in answer.Headers)
                {
                    context.Response.Headers[name] = value;
                }

                await PhilaeResponseWriter.WriteAsync(context, answer.Report);
            }));
        _a.Checks = checks => checks.AddPhilaeService(new Uri(own.Client.BaseAddress!, "/_health").AbsoluteUri, "own-endpoint");
        await StartAllAsync(_a);
        _c.IsSick = true;

        (await HealthyAsync(_a)).Should().BeFalse();
        HttpResponseMessage response = await SendAsync(_a.Url, "somebody");
        response.Headers.GetValues(LoopHeaders.Members).Single().Split(',').Should().HaveCount(3);
        _c.IsSick = false;
        (await HealthyAsync(_a)).Should().BeTrue();
    }

    private static string Id(LoopService service) => service.Services.GetRequiredService<PhilaeProber>().Id;

    private static async Task StartAllAsync(params LoopService[] services)
    {
        foreach (LoopService service in services)
        {
            await service.StartAsync();
        }
    }

    private Task RingAsync() => StartAllAsync(_a.Probes("next", _b), _b.Probes("next", _c), _c.Probes("next", _a));

    private async Task<bool> HealthyAsync(LoopService service) => (await SendAsync(service.Url)).IsSuccessStatusCode;

    private async Task<HttpResponseMessage> SendAsync(string url, string? via = null, string? budget = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        foreach ((string name, string? value) in ((string, string?)[])[(LoopHeaders.Via, via), (LoopHeaders.Budget, budget)])
        {
            _ = value is not null && request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _client.SendAsync(request);
    }
}
