using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Engine;

/// <summary>A state changes only after so many runs in a row that say so; until then the comment tells how far it is.</summary>
public sealed class ProbeThresholdTests
{
    [Theory]
    [InlineData("+-", "+ +failed 1 of 3")]
    [InlineData("+--", "+ +failed 1 of 3 +failed 2 of 3")]
    [InlineData("+---", "+ +failed 1 of 3 +failed 2 of 3 -")]
    [InlineData("+--+--", "+ +failed 1 of 3 +failed 2 of 3 + +failed 1 of 3 +failed 2 of 3")]
    [InlineData("-+", "- -succeeded 1 of 2")]
    [InlineData("-++", "- -succeeded 1 of 2 +")]
    [InlineData("-+-+", "- -succeeded 1 of 2 - -succeeded 1 of 2")]
    [InlineData("+---+-++", "+ +failed 1 of 3 +failed 2 of 3 - -succeeded 1 of 2 - -succeeded 1 of 2 +")]
    [InlineData("+~-", "+ ~ ~failed 1 of 3")]
    public async Task Check_OneResultAfterAnother_ChangesAtTheThreshold(string results, string expected)
    {
        int run = 0;
        await using var host = new ProbeHost(builder => builder.AddPhilaeProbe(
            "p",
            _ => results[run++] switch
            {
                '+' => Task.CompletedTask,
                '~' => throw new ProbeDegradedException("slow"),
                _ => throw new ProbeException($"failure {run}"),
            },
            configure: static options => (options.FailureThreshold, options.SuccessThreshold) = (3, 2)));
        var reported = new List<string>();
        foreach (char _ in results)
        {
            reported.Add(Reported(await host.Prober.CheckAsync()));
        }

        string.Join(' ', reported).Should().Be(expected);
    }

    [Fact]
    public async Task Check_StateIsKept_ShowsTheLastResultOfThatState()
    {
        int run = 0;
        await using var host = new ProbeHost(builder => builder.AddPhilaeProbe(
            "p", _ => ++run < 3 ? throw new ProbeException($"failure {run}") : Task.CompletedTask, configure: static options => options.SuccessThreshold = 2));
        await host.CheckAsync();
        await host.CheckAsync();

        HealthReport report = await host.Prober.CheckAsync();

        ProbeHost.Json(report).Should().Contain("\"comment\":\"error (succeeded 1 of 2)\"");
        ProbeHost.Reason(report).Should().Be("probe check failed: failure 2");
    }

    [Fact]
    public async Task Check_ServedAgainWithoutARun_DoesNotCount()
    {
        var time = new FakeTimeProvider();
        int run = 0;
        await using var host = new ProbeHost(
            builder => builder.AddPhilaeProbe(
                "p",
                _ => ++run == 1 ? Task.CompletedTask : throw new ProbeException("down"),
                configure: static options => (options.FailureThreshold, options.MaxAge) = (2, TimeSpan.FromMinutes(1))),
            time);
        await host.CheckAsync();
        time.Advance(TimeSpan.FromMinutes(1));

        for (int request = 0; request < 3; request++)
        {
            Reported(await host.Prober.CheckAsync()).Should().Be("+failed 1 of 2");
        }

        run.Should().Be(2);
        time.Advance(TimeSpan.FromMinutes(1));
        Reported(await host.Prober.CheckAsync()).Should().Be("-");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Start_ThresholdOutOfRange_NamesProbeAndOption(int threshold)
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeProbe(
            "queue", static _ => Task.CompletedTask, configure: options => (options.FailureThreshold, options.SuccessThreshold) = (threshold, threshold)));

        host.Services.GetRequiredService<IStartupValidator>().Invoking(static start => start.Validate()).Should().Throw<OptionsValidationException>()
            .WithMessage("*queue.FailureThreshold must be at least 1*queue.SuccessThreshold must be at least 1*");
    }

    private static string Reported(HealthReport report)
    {
        PhilaeReportEntry entry = PhilaeReport.Read(System.Text.Encoding.UTF8.GetBytes(ProbeHost.Json(report))).Probes.Single();
        int note = entry.Comment.IndexOf('(', StringComparison.Ordinal);
        return (report.Status switch { HealthStatus.Healthy => "+", HealthStatus.Degraded => "~", _ => "-" }) + (note < 0 ? "" : entry.Comment[(note + 1)..^1]);
    }
}
