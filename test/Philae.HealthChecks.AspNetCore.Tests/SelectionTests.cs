using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>What a caller may choose of a report, and which callers.</summary>
public sealed class SelectionTests
{
    private int _runs;

    [Theory]
    [InlineData("/_health/probes/db", "db")]
    [InlineData("/_health/probes/DB", "db")]
    [InlineData("/_health/probes/a/b", "a/b")]
    [InlineData("/_health/probes/a%2fb", "a/b")]
    [InlineData("/_health/probes/%C3%BC%20%22", "ü \"")]
    public async Task Probe_Known_IsTheOneThatRuns(string path, string name)
    {
        await using TestApp app = await StartAsync();

        PhilaeReport report = PhilaeReport.Read(await app.Client.GetByteArrayAsync(path));

        report.Probes.Single().Name.Should().Be(name);
        _runs.Should().Be(1);
    }

    [Theory]
    [InlineData("/_health/probes/none")]
    [InlineData("/_health/probes/")]
    [InlineData("/_health/probes")]
    public async Task Probe_Unknown_IsNotFound(string path)
    {
        await using TestApp app = await StartAsync();

        (await app.Client.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        _runs.Should().Be(0);
    }

    [Theory]
    [InlineData("?exclude=db", "cache a/b ü \"", null)]
    [InlineData("?exclude=DB&exclude=cache", "a/b ü \"", null)]
    [InlineData("?exclude=db&exclude=nobody&exclude=b%0d%0aX:%20%C3%BC", "cache a/b ü \"", "nobody, b%0D%0AX%3A%20%C3%BC")]
    [InlineData("?exclude=", "db cache a/b ü \"", null)]
    [InlineData("?exclude", "db cache a/b ü \"", null)]
    [InlineData("?only=db", "db cache a/b ü \"", null)]
    public async Task Exclude_Names_AreLeftOutAndUnknownOnesTold(string query, string expected, string? unknown)
    {
        await using TestApp app = await StartAsync();

        using HttpResponseMessage response = await app.Client.GetAsync("/_health/ready" + query);

        string.Join(' ', PhilaeReport.Read(await response.Content.ReadAsByteArrayAsync()).Probes.Select(probe => probe.Name)).Should().Be(expected);
        _runs.Should().Be(expected.Replace("ü \"", "u", StringComparison.Ordinal).Split(' ').Length);
        (response.Headers.TryGetValues("Philae-Unknown", out var values) ? values.Single() : null).Should().Be(unknown);
    }

    [Fact]
    public async Task Exclude_ManyLongNames_AreToldInPart()
    {
        await using TestApp app = await StartAsync();
        string query = string.Join('&', Enumerable.Range(0, 50).Select(number => $"exclude={number:000}{new string('x', 100)}"));

        using HttpResponseMessage response = await app.Client.GetAsync("/_health?" + query);

        response.Headers.GetValues("Philae-Unknown").Single().Length.Should().BeInRange(1000, 1100);
    }

    [Fact]
    public async Task Startup_Exclude_LeavesNothingOut()
    {
        await using TestApp app = await TestApp.StartAsync(
            checks => checks.AddPhilaeSample(false, "cold", tags: ["startup"]), options => options.AllowSelection = true);

        (await app.Client.GetAsync("/_health/startup?exclude=cold")).StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData(null, false, false, false)]
    [InlineData(null, true, false, true)]
    [InlineData(null, true, true, false)]
    [InlineData(false, true, false, false)]
    [InlineData(true, false, false, true)]
    public async Task Selection_ByDefault_IsForProtectedEndpoints(bool? allow, bool authorization, bool anonymous, bool expected)
    {
        await using TestApp app = await TestApp.StartAsync(
            checks =>
            {
                checks.AddPhilaeSample(name: "a").AddPhilaeSample(name: "b");
                checks.Services.AddAuthorization().AddAuthentication("all").AddScheme<AuthenticationSchemeOptions, EverybodyHandler>("all", null);
            },
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                IEndpointConventionBuilder endpoints = app.MapPhilaeHealthChecks(configure: options => options.AllowSelection = allow);
                if (authorization)
                {
                    endpoints.RequireAuthorization();
                }

                if (anonymous)
                {
                    endpoints.AllowAnonymous();
                }
            });

        using HttpResponseMessage probe = await app.Client.GetAsync("/_health/probes/a");
        using HttpResponseMessage excluding = await app.Client.GetAsync("/_health?exclude=a");
        using HttpResponseMessage all = await app.Client.GetAsync("/_health");
        PhilaeReport report = PhilaeReport.Read(await excluding.Content.ReadAsByteArrayAsync());

        string? says = expected ? null : "off (PhilaeEndpointOptions.AllowSelection)";
        (Says(probe), Says(excluding), Says(all)).Should().Be((says, says, null));
        probe.StatusCode.Should().Be(expected ? HttpStatusCode.OK : HttpStatusCode.NotFound);
        report.Probes.Should().HaveCount(expected ? 1 : 2);
    }

    private static string? Says(HttpResponseMessage response) => response.Headers.TryGetValues("Philae-Selection", out var values) ? values.Single() : null;

    private Task<TestApp> StartAsync() => TestApp.StartAsync(
        checks =>
        {
            foreach (string name in (string[])["db", "cache", "a/b", "ü \""])
            {
                checks.AddPhilaeProbe(name, _ => Task.FromResult(Interlocked.Increment(ref _runs)));
            }
        },
        options => options.AllowSelection = true);
}
