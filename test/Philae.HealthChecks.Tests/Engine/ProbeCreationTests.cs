using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>A probe that cannot be made is one failed entry, and is tried again.</summary>
public sealed class ProbeCreationTests
{
    private const string NotConfigured = "probe check failed: not configured";

    [Fact]
    public async Task Check_FactoryThrows_IsOneFailedEntryAndTriedAgain()
    {
        int calls = 0;
        await using var host = new ProbeHost(checks => checks
            .AddPhilaeProbe("well", static _ => Task.CompletedTask)
            .AddPhilaeProbe(
                _ => ++calls < 3 ? throw new InvalidOperationException("no setting 'Queue:Url'") : new FuncProbe("p", static () => Task.CompletedTask), "made"));

        for (int attempt = 1; attempt < 3; attempt++)
        {
            HealthReport report = await host.Prober.CheckAsync();
            report.Entries["well"].Status.Should().Be(HealthStatus.Healthy);
            Reason(report, "made").Should().Be(NotConfigured);
            calls.Should().Be(attempt);
        }

        (await host.Prober.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        (await host.Prober.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        calls.Should().Be(3);
    }

    [Fact]
    public async Task Check_FactorySaysWhy_IsPublishedInPlaceOfNotConfigured()
    {
        await using var host = new ProbeHost(static checks => checks.AddPhilaeProbe(static _ => throw new ProbeException("not a valid URL"), "p"));

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be("probe check failed: not a valid URL");
    }

    [Fact]
    public async Task Check_FactoryGivesNothing_IsNotConfigured()
    {
        await using var host = new ProbeHost(static checks => checks.AddPhilaeProbe(static _ => null!, "p"));

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be(NotConfigured);
    }

    [Fact]
    public async Task Check_ServiceMissing_IsOneFailedEntryInEachForm()
    {
        await using var host = new ProbeHost(static checks => checks
            .AddPhilaeProbe("well", static _ => Task.CompletedTask)
            .AddPhilaeProbe<Missing>("service", static (_, _) => Task.CompletedTask)
            .AddPhilaeProbe(static services => services.GetRequiredService<FuncProbe>(), "factory"));

        for (int attempt = 0; attempt < 2; attempt++)
        {
            HealthReport report = await host.Prober.CheckAsync();
            report.Entries["well"].Status.Should().Be(HealthStatus.Healthy);
            Reason(report, "service").Should().Be(NotConfigured);
            Reason(report, "factory").Should().Be(NotConfigured);
        }
    }

    [Fact]
    public async Task Check_ServiceCannotBeMade_IsNotConfiguredAndTriedAgain()
    {
        int calls = 0;
        await using var host = new ProbeHost(checks =>
        {
            checks.Services.AddScoped(_ => ++calls < 2 ? throw new InvalidOperationException("no") : new Missing());
            checks.AddPhilaeProbe<Missing>("p", static (_, _) => Task.CompletedTask);
        });

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be(NotConfigured);
        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_FactoryBlocks_IsCutAtItsDeadline()
    {
        var gate = new ManualResetEventSlim(); // not disposed: those that wait may come to it later
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var time = new FakeTimeProvider();
        await using var host = new ProbeHost(
            checks => checks.AddPhilaeProbe(
                _ =>
                {
                    started.SetResult();
                    gate.Wait();
                    return new FuncProbe("p", static () => Task.CompletedTask);
                },
                "p"),
            time);
        Task<HealthReport> check = host.Prober.CheckAsync();
        await started.Task;

        time.Advance(TimeSpan.FromSeconds(10));

        ProbeHost.Reason(await check).Should().Be("probe check failed: prober: context deadline exceeded");
        gate.Set();
    }

    private static string? Reason(HealthReport report, string name) =>
        PhilaeReport.Read(Encoding.UTF8.GetBytes(ProbeHost.Json(report))).Probes.Single(probe => probe.Name == name).Error?.ToString();

    private sealed class Missing;
}
