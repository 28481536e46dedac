using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Scheduling;

/// <summary>Checks that block their threads, on real threads and the real clock.</summary>
public sealed class BlockingChecksTests
{
    private const int Checks = 60;

    // The pool would need some forty seconds to grow by as many threads.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_ManyBlockTheirThreads_TheReportIsThereAtItsDeadline(bool others)
    {
        var gate = new ManualResetEventSlim(); // not disposed: those that wait may come to it later
        var blocked = new CountdownEvent(Checks);
        await using var host = new ProbeHost(builder =>
        {
            builder.Services.Configure<PhilaeOptions>(static options => options.Deadline = TimeSpan.FromSeconds(2));
            for (int check = 0; check < Checks; check++)
            {
                Add(builder, $"blocks {check}", others, () =>
                {
                    blocked.Signal();
                    gate.Wait();
                });
            }

            Add(builder, "well", others, static () => { });
            builder.AddPhilaeGuardsForOtherChecks();
        });
        long start = TimeProvider.System.GetTimestamp();

        HealthReport report = await host.Prober.CheckAsync();

        TimeSpan took = TimeProvider.System.GetElapsedTime(start);
        blocked.CurrentCount.Should().Be(0, "each has a thread of its own");
        gate.Set();
        report.Entries["well"].Status.Should().Be(HealthStatus.Healthy);
        report.Entries.Count(static entry => entry.Value.Status == HealthStatus.Unhealthy).Should().Be(Checks);
        took.Should().BeLessThan(TimeSpan.FromSeconds(15));
    }

    private static void Add(IHealthChecksBuilder builder, string name, bool other, Action check)
    {
        if (other)
        {
            builder.AddCheck(name, () =>
            {
                check();
                return HealthCheckResult.Healthy();
            });
        }
        else
        {
            builder.AddPhilaeProbe(name, _ =>
            {
                check();
                return Task.CompletedTask;
            });
        }
    }
}
