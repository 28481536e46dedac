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
        new PhilaeError().ToString().Should().BeEmpty();
        new PhilaeError { Message = "a", Underlying = new() { Underlying = new() { Message = "", Underlying = new() { Message = "b" } } } }.ToString().Should().Be("a: b");
    }
}
