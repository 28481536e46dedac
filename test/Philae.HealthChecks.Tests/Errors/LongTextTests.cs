using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Engine;
using Philae.HealthChecks.Errors;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Errors;

/// <summary>A text of any length, wherever it comes from, is bounded before anything else is done with it.</summary>
public sealed class LongTextTests
{
    // The text, escaped as \u000a at the worst, and what stands around it.
    private const int MaxBytes = (6 * ErrorChain.MaxText) + 1000;

    private static readonly string Long = "pass=" + new string(' ', 10_000_000);

    public static TheoryData<string> Kinds => [.. Entries.Keys];

    private static Dictionary<string, HealthReportEntry> Entries => new()
    {
        ["message of a probe"] = Failed(new ProbeException(Long)),
        ["message of a probe without white space"] = Failed(new ProbeException(new string('x', 10_000_000))),
        ["message of a probe, a newline"] = Failed(new ProbeException(new string('\n', 10_000_000))),
        ["message of a foreign exception"] = Failed(new InvalidOperationException(Long)),
        ["description, unhealthy"] = new(HealthStatus.Unhealthy, Long, TimeSpan.Zero, null, null),
        ["description, degraded"] = new(HealthStatus.Degraded, Long, TimeSpan.Zero, null, null),
        ["message of a degraded probe"] = new(HealthStatus.Degraded, null, TimeSpan.Zero, ProbeFailedException.Check(new ProbeDegradedException(Long)), null),
        ["description, healthy"] = new(HealthStatus.Healthy, Long, TimeSpan.Zero, null, null),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_LongText_IsCut(string kind)
    {
        var report = new HealthReport(new Dictionary<string, HealthReportEntry> { ["p"] = Entries[kind] }, TimeSpan.Zero);

        foreach (ErrorFormat format in Enum.GetValues<ErrorFormat>())
        {
            foreach (ReportDetail detail in Enum.GetValues<ReportDetail>())
            {
                string json = ProbeHost.Json(report, options => (options.ErrorFormat, options.Detail) = (format, detail));

                Encoding.UTF8.GetByteCount(json).Should().BeLessThan(MaxBytes, "it is {0} with {1}", format, detail);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Reason_LongText_IsCut(string kind)
    {
        HealthReportEntry entry = Entries[kind];

        string? reason = CheckResult.Read(new HealthCheckResult(entry.Status, entry.Description, entry.Exception)).Reason;

        (reason?.Length ?? 0).Should().BeLessThan(MaxBytes);
    }

    [Fact]
    public void Write_ManyLongLevels_CanBeReadAgain()
    {
        Exception? cause = null;
        for (int level = 0; level < 100; level++)
        {
            cause = new ProbeException(Long, cause);
        }

        var report = new HealthReport(new Dictionary<string, HealthReportEntry> { ["p"] = Failed(cause!) }, TimeSpan.Zero);

        PhilaeReport.Read(Encoding.UTF8.GetBytes(ProbeHost.Json(report))).Probes.Single().Error!.ToString().Should().Contain("…: pass=");
    }

    private static HealthReportEntry Failed(Exception cause) => new(HealthStatus.Unhealthy, null, TimeSpan.Zero, ProbeFailedException.Check(cause), null);
}
