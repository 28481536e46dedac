using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.Tests.Wire;

namespace Philae.HealthChecks.Tests;

public sealed class PhilaeProberTests
{
    [Fact]
    public async Task CheckAsync_ProbesAndOthersMixed_AreInTheOrderOfRegistration()
    {
        string[] names = ["z", "foreign 2", "a", "m", "foreign 1", "b", "foreign 3"];
        await using var host = new ProbeHost(checks =>
        {
            foreach (string name in names)
            {
                _ = name.StartsWith("foreign", StringComparison.Ordinal)
                    ? checks.AddCheck(name, static () => HealthCheckResult.Degraded("slow"))
                    : checks.AddPhilaeProbe(name, static _ => Task.CompletedTask);
            }
        });

        HealthReport report = await host.Prober.CheckAsync();

        report.Entries.Keys.Should().Equal(names);
        report.Entries.Values.Select(static entry => entry.Description is null).Should().Equal(true, false, true, true, false, true, false);
        report.Status.Should().Be(HealthStatus.Degraded);
    }

    [Fact]
    public async Task CheckAsync_OtherCheck_KeepsAllThatItSays()
    {
        var exception = new InvalidOperationException("why");
        var data = new Dictionary<string, object> { ["size"] = 7 };
        await using var host = new ProbeHost(checks => checks
            .AddPhilaeProbe("p", static _ => Task.CompletedTask, tags: ["ready"])
            .AddCheck("other", () => new HealthCheckResult(HealthStatus.Degraded, "slow", exception, data), tags: ["live"]));

        HealthReport report = await host.Prober.CheckAsync();

        report.Entries["p"].Tags.Should().Equal("ready");
        HealthReportEntry other = report.Entries["other"];
        (other.Status, other.Description, other.Exception, other.Tags.Single(), other.Data["size"]).Should().Be((HealthStatus.Degraded, "slow", exception, "live", 7));
    }

    [Fact]
    public async Task CheckAsync_OtherCheckCannotBeMade_IsOneFailedEntry()
    {
        await using var host = new ProbeHost(static checks => checks
            .AddPhilaeProbe("well", static _ => Task.CompletedTask)
            .Add(new HealthCheckRegistration("broken", static _ => throw new InvalidOperationException("no password 's3cret'"), HealthStatus.Unhealthy, ["t"]))
            .AddCheck("other", static () => HealthCheckResult.Healthy()));

        HealthReport report = await host.Prober.CheckAsync();

        report.Entries.Select(static entry => $"{entry.Key} {entry.Value.Status}").Should().Equal("well Healthy", "broken Unhealthy", "other Healthy");
        report.Entries["broken"].Tags.Should().Equal("t");
        ProbeHost.Json(report).Should().Contain("{\"Message_\":\"probe check failed\",\"Cause_\":null,\"Underlying_\":{},").And.NotContain("s3cret");
    }

    [Fact]
    public async Task CheckAsync_Predicate_ChoosesAndIsAskedOnce()
    {
        var asked = new List<string>();
        await using var host = new ProbeHost(static checks => checks
            .AddPhilaeProbe("a", static _ => Task.CompletedTask, tags: ["ready"])
            .AddPhilaeProbe("b", static _ => throw new ProbeException("not to be run"))
            .AddCheck("c", static () => HealthCheckResult.Healthy(), tags: ["ready"])
            .AddCheck("d", static () => throw new InvalidOperationException("not to be run")));

        // One that changes its mind, as one that looks at the application's state may.
        HealthReport report = await host.Prober.CheckAsync(registration =>
        {
            asked.Add(registration.Name);
            return registration.Tags.Contains("ready") && asked.Count <= 4;
        });

        report.Entries.Keys.Should().Equal("a", "c");
        report.Status.Should().Be(HealthStatus.Healthy);
        asked.Should().Equal("a", "b", "c", "d");
    }

    [Fact]
    public async Task CheckAsync_NothingChosen_IsAnEmptyHealthyReport()
    {
        await using var host = new ProbeHost(static checks => checks.AddPhilaeProbe("p", static _ => throw new ProbeException("not to be run")));

        HealthReport report = await host.Prober.CheckAsync(static _ => false);

        Bytes.Written(report).ShouldBeBytes("{\"healthy\":true,\"probes\":[],\"error\":null}\n"u8);
    }

    [Fact]
    public async Task CheckAsync_MadeByHandWithoutAProbe_ChecksTheOthers()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddHealthChecks().AddCheck("other", static () => HealthCheckResult.Degraded());
        await using ServiceProvider provider = services.BuildServiceProvider();

        HealthReport report = await new PhilaeProber(provider).CheckAsync();

        report.Entries.Should().ContainSingle().Which.Value.Status.Should().Be(HealthStatus.Degraded);
    }

    [Theory]
    [InlineData("Queue", "Queue")]
    [InlineData("queue", "Queue")]
    [InlineData("oTHER", "Other")]
    public async Task CheckOneAsync_KnownName_RunsThatOneAlone(string name, string registered)
    {
        await using var host = new ProbeHost(static checks => checks
            .AddPhilaeProbe("Queue", static _ => Task.FromException(new ProbeException("down")))
            .AddPhilaeProbe("rest", static _ => throw new ProbeException("not to be run"))
            .AddCheck("Other", static () => HealthCheckResult.Unhealthy()));

        HealthReport report = await host.Prober.CheckOneAsync(name);

        report.Entries.Should().ContainSingle().Which.Key.Should().Be(registered);
        report.Status.Should().Be(HealthStatus.Unhealthy);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("")]
    public async Task CheckOneAsync_UnknownName_IsNotFound(string name)
    {
        await using var host = new ProbeHost(static checks => checks.AddPhilaeProbe("p", static _ => Task.CompletedTask));

        HealthReport report = await host.Prober.CheckOneAsync(name);

        string expected =
            $$$"""{"healthy":false,"probes":[{"name":"{{{name}}}","healthy":false,"comment":"error","error":{"Message_":"probe not found","Cause_":null,"Underlying_":null,"File":"","Line":0},"duration":0}],"error":{}}""";
        ProbeHost.Json(report).Should().Be(expected + "\n");
        ProbeHost.Json(report, static options => options.ErrorFormat = ErrorFormat.Comment).Should().Contain("\"comment\":\"probe not found\",\"error\":null");
    }

    [Fact]
    public async Task CheckOneAsync_NoName_NamesTheParameter()
    {
        await using var host = new ProbeHost(static checks => checks.AddPhilaeProbe("p", static _ => Task.CompletedTask));

        await host.Prober.Invoking(static prober => prober.CheckOneAsync(null!)).Should().ThrowAsync<ArgumentNullException>().WithParameterName("name");
    }
}
