using System.Buffers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Tests;

public sealed class PhilaeReportTests
{
    [Fact]
    public void Write_Nothing_NamesTheParameter()
    {
        var report = new HealthReport(new Dictionary<string, HealthReportEntry>(), TimeSpan.Zero);

        FluentActions.Invoking(static () => PhilaeReport.Write(null!, new ArrayBufferWriter<byte>())).Should().Throw<ArgumentNullException>().WithParameterName("report");
        FluentActions.Invoking(() => PhilaeReport.Write(report, null!)).Should().Throw<ArgumentNullException>().WithParameterName("output");
    }

    [Fact]
    public void Error_ToString_IsOneLineOfTheLevelsThatSaySomething()
    {
        new PhilaeError(null).ToString().Should().BeEmpty();
        new PhilaeError("a", new(null, new("", new("b")))).ToString().Should().Be("a: b");
    }
}
