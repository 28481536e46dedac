using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>Two services on Kestrel, one of which probes the other.</summary>
public sealed class ServiceProbeTests
{
    [Theory]
    [InlineData(ErrorFormat.Nested, "db is down (error): db: unable to contact PostgreSQL host: connection refused")]
    [InlineData(ErrorFormat.Text, "db is down (error): db: probe check failed: unable to contact PostgreSQL host: connection refused")]
    [InlineData(ErrorFormat.Comment, "db is down (probe check failed: unable to contact PostgreSQL host: connection refused)")]
    public async Task Check_OtherServiceIsDown_NamesItsProbeInEveryFormat(ErrorFormat format, string expected)
    {
        await using TestApp other = await TestApp.StartAsync(
            static checks => checks
                .AddPhilaeProbe("web", static _ => Task.CompletedTask)
                .AddPhilaeProbe("db", static _ => throw new ProbeException("unable to contact PostgreSQL host", FailureReason.ConnectionRefused)),
            options => options.Report.ErrorFormat = format);

        (await ReasonAsync(other)).Should().Be("probe check failed: " + expected);
    }

    [Fact]
    public async Task Check_OtherServiceIsUpOrDegraded_IsHealthy()
    {
        await using TestApp other = await TestApp.StartAsync(static checks => checks
            .AddPhilaeProbe("web", static _ => Task.CompletedTask)
            .AddPhilaeProbe("slow", static _ => throw new ProbeDegradedException("slow")));

        (await ReasonAsync(other)).Should().BeNull();
    }

    [Fact]
    public async Task Check_ThreeServicesInARow_KeepsTheReasonOfTheLast()
    {
        await using TestApp last = await TestApp.StartAsync(static checks => checks.AddPhilaeProbe("db", static _ => throw new ProbeException("gone")));
        await using TestApp middle = await TestApp.StartAsync(checks => checks.AddPhilaeService(Health(last), "last"));

        (await ReasonAsync(middle)).Should().Be("probe check failed: last is down (error): last: db is down (error): db: gone");
    }

    [Fact]
    public async Task Check_OtherServiceStops_IsConnectionRefused()
    {
        TestApp other = await TestApp.StartAsync(static checks => checks.AddPhilaeProbe("web", static _ => Task.CompletedTask));
        await using var host = new ProbeHost(checks => checks.AddPhilaeService(Health(other)));
        (await host.CheckAsync()).Exception.Should().BeNull();

        await other.DisposeAsync();

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be("probe check failed: Unable to send request: connection refused");
    }

    private static string Health(TestApp app) => new Uri(app.Client.BaseAddress!, "/_health").AbsoluteUri;

    private static async Task<string?> ReasonAsync(TestApp other)
    {
        await using var host = new ProbeHost(checks => checks.AddPhilaeService(Health(other)));
        return ProbeHost.Reason(await host.Prober.CheckAsync());
    }
}
