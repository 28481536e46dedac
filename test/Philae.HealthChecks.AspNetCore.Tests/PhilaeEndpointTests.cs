using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Philae.HealthChecks.AspNetCore.Tests;

public sealed class PhilaeEndpointTests
{
    [Fact]
    public async Task Get_FreshResult_SaysItsAgeAndWhoAnswers()
    {
        var time = new FakeTimeProvider();
        await using TestApp app = await TestApp.StartAsync(checks =>
        {
            checks.Services.AddSingleton<TimeProvider>(time);
            checks.AddPhilaeProbe("p", static _ => Task.CompletedTask, configure: static options => options.MaxAge = TimeSpan.FromMinutes(5))
                .AddPhilaeProbe("q", static _ => Task.CompletedTask);
        });
        using HttpResponseMessage first = await app.Client.GetAsync("/_health");
        time.Advance(TimeSpan.FromSeconds(61.9));

        using HttpResponseMessage second = await app.Client.GetAsync("/_health");

        (first.Headers.Age, second.Headers.Age).Should().Be((TimeSpan.Zero, TimeSpan.FromSeconds(61)));
        second.Headers.GetValues("Philae-Id").Should().Equal(app.Services.GetRequiredService<PhilaeProber>().Id);
    }

    // The first is written for one request, and the next two share what is kept: of all this, only the age may be told apart.
    [Fact]
    public async Task Get_FreshResult_IsTheSameBytesUntilItIsOutOfDate()
    {
        var time = new FakeTimeProvider();
        int runs = 0;
        await using TestApp app = await TestApp.StartAsync(checks =>
        {
            checks.Services.AddSingleton<TimeProvider>(time);
            checks.AddPhilaeProbe("p", _ => throw new ProbeException($"down {++runs}"), configure: static options => options.MaxAge = TimeSpan.FromMinutes(5));
        });
        string[] bodies = [await GetAsync(), await GetAsync(), await GetAsync()];
        time.Advance(TimeSpan.FromMinutes(5));

        string later = await GetAsync();

        bodies.Should().OnlyContain(body => body == bodies[0]).And.OnlyContain(static body => body.Contains("down 1", StringComparison.Ordinal));
        later.Should().Contain("down 2");

        async Task<string> GetAsync()
        {
            using HttpResponseMessage response = await app.Client.GetAsync("/_health");
            string body = await response.Content.ReadAsStringAsync();
            response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            response.Content.Headers.ContentLength.Should().Be(body.Length);
            return body;
        }
    }

    [Fact]
    public async Task Get_Healthy_Answers200WithTheReportInRegistrationOrder()
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks
            .AddPhilaeSample(name: "zebra").AddCheck("other", () => HealthCheckResult.Healthy()).AddPhilaeSample(name: "ant"));

        using HttpResponseMessage response = await app.Client.GetAsync("/_health");
        byte[] body = await response.Content.ReadAsByteArrayAsync();

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.GetValues("Content-Type").Should().Equal("application/json");
        response.Content.Headers.ContentLength.Should().Be(body.Length);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        body[^1].Should().Be((byte)'\n');
        PhilaeReport report = PhilaeReport.Read(body);
        report.Healthy.Should().BeTrue();
        report.Probes.Select(probe => probe.Name).Should().Equal("zebra", "other", "ant");
    }

    [Fact]
    public async Task Get_Unhealthy_Answers503AndNamesTheProbe()
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample().AddPhilaeSample(false, "bad"));

        using HttpResponseMessage response = await app.Client.GetAsync("/_health");
        string body = await response.Content.ReadAsStringAsync();

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Content.Headers.GetValues("Content-Type").Should().Equal("application/json");
        body.Should().StartWith("{\"healthy\":false,\"probes\":[{\"name\":\"sample\",\"healthy\":true,").And.Contain(
            "{\"name\":\"bad\",\"healthy\":false,\"comment\":\"error\",\"error\":{\"Message_\":\"probe check failed\",\"Cause_\":null,\"Underlying_\":"
            + "{\"Message_\":\"error\",\"Cause_\":null,\"Underlying_\":null,\"File\":\"\",\"Line\":0},\"File\":\"\",\"Line\":0},\"duration\":")
            .And.EndWith("}],\"error\":{}}\n");
    }

    [Fact]
    public async Task Get_Degraded_Answers200()
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(false, failureStatus: HealthStatus.Degraded));

        using HttpResponseMessage response = await app.Client.GetAsync("/_health");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().StartWith(
            "{\"healthy\":true,\"probes\":[{\"name\":\"sample\",\"healthy\":true,\"comment\":\"degraded: error\",\"error\":null,");
    }

    [Fact]
    public async Task Get_NoCheckAtAll_IsHealthy()
    {
        await using TestApp app = await TestApp.StartAsync(_ => { });

        (await app.Client.GetStringAsync("/_health")).Should().Be("{\"healthy\":true,\"probes\":[],\"error\":null}\n");
    }

    [Fact]
    public async Task Get_StatusCodeByOption_IsUsed()
    {
        await using TestApp app = await TestApp.StartAsync(
            checks => checks.AddPhilaeSample(false), options => options.ResultStatusCodes[HealthStatus.Unhealthy] = StatusCodes.Status200OK);

        using HttpResponseMessage response = await app.Client.GetAsync("/_health");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).Should().StartWith("{\"healthy\":false,");
    }

    [Theory]
    [InlineData(ErrorFormat.Text, "\"comment\":\"error\",\"error\":\"probe check failed: error\",", "\"error\":\"sample is down\"}\n")]
    [InlineData(ErrorFormat.Comment, "\"comment\":\"probe check failed: error\",\"error\":null,", "\"error\":null}\n")]
    public async Task Get_ErrorFormatByOption_IsUsed(ErrorFormat format, string probe, string end)
    {
        await using TestApp app = await TestApp.StartAsync(
            checks => checks.AddPhilaeSample(false), options => options.Report.ErrorFormat = format);

        using HttpResponseMessage response = await app.Client.GetAsync("/_health");

        (await response.Content.ReadAsStringAsync()).Should().Contain(probe).And.EndWith(end);
    }

    [Theory]
    [InlineData(ReportDetail.Reasons, false)]
    [InlineData(ReportDetail.ExceptionText, true)]
    public async Task Get_DetailByOption_PublishesForeignTextOnlyWhenAsked(ReportDetail detail, bool published)
    {
        await using TestApp app = await TestApp.StartAsync(
            checks => checks.AddPhilaeProbe("p", _ => throw new InvalidOperationException("disk sda1 is full")), options => options.Report.Detail = detail);

        using HttpResponseMessage response = await app.Client.GetAsync("/_health");

        (await response.Content.ReadAsStringAsync()).Contains("disk sda1 is full", StringComparison.Ordinal).Should().Be(published);
    }

    [Fact]
    public async Task Get_PredicateByOption_RunsOnlyThoseChosen()
    {
        int others = 0;
        await using TestApp app = await TestApp.StartAsync(
            checks => checks
                .AddPhilaeSample(tags: ["ready"])
                .AddPhilaeProbe("not", _ => Task.FromResult(others++))
                .AddCheck("foreign", () => { others++; return HealthCheckResult.Healthy(); }),
            options => options.Predicate = registration => registration.Tags.Contains("ready"));

        PhilaeReport report = PhilaeReport.Read(await app.Client.GetByteArrayAsync("/_health"));

        report.Probes.Select(probe => probe.Name).Should().Equal("sample");
        others.Should().Be(0);
    }

    [Fact]
    public async Task Head_Healthy_AnswersAsGetWithoutTheBody()
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(false));

        using HttpResponseMessage response = await app.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/_health"));

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        response.Content.Headers.GetValues("Content-Type").Should().Equal("application/json");
        response.Content.Headers.ContentLength.Should().BePositive();
        (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    // HAProxy's "option httpchk /_health" sends OPTIONS.
    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 503)]
    public async Task Options_Always_AnswersAsHeadDoes(bool healthy, int status)
    {
        int runs = 0;
        await using TestApp app = await TestApp.StartAsync(checks => checks
            .AddPhilaeProbe("p", _ => Task.FromResult(runs++))
            .AddPhilaeSample(healthy, tags: ["live"]));

        foreach (string path in (string[])["/_health", "/_health/live"])
        {
            using HttpResponseMessage response = await app.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, path));

            ((int)response.StatusCode).Should().Be(status, path);
            response.Content.Headers.ContentLength.Should().Be(0);
            response.Content.Headers.ContentType.Should().BeNull();
            response.Content.Headers.Allow.Should().Equal("GET", "HEAD", "OPTIONS");
            response.Headers.CacheControl!.NoStore.Should().BeTrue();
            (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        }

        runs.Should().Be(1);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("PURGE")]
    public async Task Send_OtherVerb_Is405AndRunsNothing(string verb)
    {
        int runs = 0;
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeProbe("p", _ => Task.FromResult(runs++)));

        using HttpResponseMessage response = await app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(verb), "/_health"));

        response.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.Should().BeEquivalentTo("GET", "HEAD", "OPTIONS");
        runs.Should().Be(0);
    }

    [Fact]
    public async Task Get_ExceptionWithoutAReadableText_IsWrittenAsItsType()
    {
        await using TestApp app = await TestApp.StartAsync(
            checks => checks.AddPhilaeSample().AddPhilaeProbe("p", _ => throw new UnreadableException()),
            options => options.Report.Detail = ReportDetail.ExceptionText);

        using HttpResponseMessage response = await app.Client.GetAsync("/_health");

        response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        PhilaeReport.Read(await response.Content.ReadAsByteArrayAsync()).Probes[1].Error!.ToString().Should().Be("probe check failed: UnreadableException");
    }

    [Fact]
    public async Task Get_ExceptionsInEachOther_AreWrittenOnce()
    {
        Exception exception = new InvalidOperationException("innermost");
        for (int level = 0; level < 25; level++)
        {
            exception = new AggregateException(exception, exception);
        }

        await using TestApp app = await TestApp.StartAsync(
            checks => checks.AddPhilaeProbe("p", _ => throw new InvalidOperationException("outermost", exception)),
            options => options.Report.Detail = ReportDetail.ExceptionText);

        byte[] body = await (await app.Client.GetAsync("/_health")).Content.ReadAsByteArrayAsync();

        body.Length.Should().BeLessThan(10_000);
        PhilaeReport.Read(body).Probes[0].Error!.ToString().Should().Contain("outermost").And.EndWith("innermost");
    }

    [Fact]
    public async Task Get_LargeReport_IsWhole()
    {
        await using TestApp app = await TestApp.StartAsync(checks =>
        {
            for (int probe = 0; probe < 500; probe++)
            {
                checks.AddPhilaeSample(name: $"{probe} {new string('é', 300)}");
            }
        });

        PhilaeReport report = PhilaeReport.Read(await app.Client.GetByteArrayAsync("/_health"));

        report.Probes.Select(probe => probe.Name).Should().Equal(Enumerable.Range(0, 500).Select(probe => $"{probe} {new string('é', 300)}"));
    }

    [Fact]
    public async Task Get_ManyAtOnce_NeverRunTheProbeTwiceAtATime()
    {
        int running = 0;
        int most = 0;
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeProbe("p", async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(5, CancellationToken.None);
            Interlocked.Decrement(ref running);
        }));

        byte[][] bodies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => app.Client.GetByteArrayAsync("/_health")));

        bodies.Should().OnlyContain(body => PhilaeReport.Read(body).Healthy);
        most.Should().Be(1);
    }
}
