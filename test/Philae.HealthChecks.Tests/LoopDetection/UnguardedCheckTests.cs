using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.LoopDetection;

/// <summary>Health checks that nobody guards, where a request may ask no further: what is left out is not forgotten.</summary>
public sealed class UnguardedCheckTests
{
    private const string AsDeepAsMayBe = "a, b, c, d, e, f, g, h";

    [Fact]
    public async Task Answer_CheckIsLeftOutAndKnownToBeUnhealthy_SaysSoInReportAndState()
    {
        int runs = 0;
        await using var host = new ProbeHost(builder => builder
            .AddPhilaeProbe("p", static _ => Task.CompletedTask)
            .AddCheck("other", () =>
            {
                runs++;
                return HealthCheckResult.Unhealthy("down");
            }));
        (await host.Prober.CheckAsync()).Status.Should().Be(HealthStatus.Unhealthy);

        PhilaeAnswer answer = await host.Prober.AnswerAsync(new() { Headers = static name => name == "Philae-Via" ? [AsDeepAsMayBe] : [] });

        answer.Report.Entries["other"].Status.Should().Be(HealthStatus.Unhealthy);
        Uri.UnescapeDataString(answer.Headers["Philae-Members"]).Should().Contain("other is down");
        runs.Should().Be(1, "a request that has come so far asks no further");
    }
}
