using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Philae.HealthChecks.ErrorFormat;
using static Philae.HealthChecks.ReportDetail;

namespace Philae.HealthChecks.Tests.Wire;

/// <summary>One entry of each kind in every format and detail: comment and error of the entry, then the error of the report.</summary>
public sealed class ReportOptionsTests
{
    private const string Nothing = "{\"Message_\":\"probe check failed\",\"Cause_\":null,\"Underlying_\":{},\"File\":\"\",\"Line\":0}";

    [Theory]
    [InlineData("healthy", Reasons)]
    [InlineData("healthy", ExceptionText)]
    [InlineData("failed but counted as healthy", Reasons)]
    [InlineData("failed but counted as healthy", ExceptionText)]
    public void Write_Healthy_TookSoLongInEveryFormat(string kind, ReportDetail detail) =>
        EveryFormatWrites(kind, detail, healthy: true, "took 1.5ms");

    [Theory]
    [InlineData("degraded", Reasons, "degraded")]
    [InlineData("degraded", ExceptionText, "degraded")]
    [InlineData("degraded, empty description", Reasons, "degraded")]
    [InlineData("degraded, described", Reasons, "degraded: slow \\u003c5 s\\u003e")]
    [InlineData("degraded, described", ExceptionText, "degraded: slow \\u003c5 s\\u003e")]
    [InlineData("degraded, described with a password", Reasons, "degraded: slow; password=***")]
    [InlineData("degraded, described with a password", ExceptionText, "degraded: slow; password=***")]
    [InlineData("degraded, threw", Reasons, "degraded: probe check failed")]
    [InlineData("degraded, threw", ExceptionText, "degraded: denied; password=***")]
    [InlineData("degraded, probe", Reasons, "degraded: unable to contact it: connection refused")]
    [InlineData("degraded, probe", ExceptionText, "degraded: unable to contact it: connection refused: refused by db; password=***")]
    public void Write_Degraded_IsHealthyAndSaysWhy(string kind, ReportDetail detail, string comment) =>
        EveryFormatWrites(kind, detail, healthy: true, comment);

    [Theory]
    [InlineData("foreign", Reasons, Nothing)]
    [InlineData("foreign", ExceptionText, Nothing)]
    [InlineData("foreign, described", Reasons, Nothing)]
    [InlineData("foreign, described", ExceptionText, """
        {"Message_":"probe check failed","Cause_":null,"Underlying_":{"Message_":"denied; password=***","Cause_":null,"Underlying_":null,"File":"","Line":0},"File":"","Line":0}
        """)]
    [InlineData("foreign, threw", Reasons, Nothing)]
    [InlineData("foreign, threw", ExceptionText, """
        {"Message_":"probe check failed","Cause_":null,"Underlying_":{"Message_":"denied; password=***","Cause_":null,"Underlying_":{"Message_":"refused by db; password=***","Cause_":null,"Underlying_":null,"File":"","Line":0},"File":"","Line":0},"File":"","Line":0}
        """)]
    [InlineData("foreign, threw ours", Reasons, """
        {"Message_":"probe check failed","Cause_":null,"Underlying_":{"Message_":"unable to contact it","Cause_":null,"Underlying_":{"Message_":"connection refused","Cause_":null,"Underlying_":null,"File":"","Line":0},"File":"","Line":0},"File":"","Line":0}
        """)]
    [InlineData("foreign, threw ours", ExceptionText, """
        {"Message_":"probe check failed","Cause_":null,"Underlying_":{"Message_":"unable to contact it","Cause_":null,"Underlying_":{"Message_":"connection refused","Cause_":null,"Underlying_":{"Message_":"refused by db; password=***","Cause_":null,"Underlying_":null,"File":"","Line":0},"File":"","Line":0},"File":"","Line":0},"File":"","Line":0}
        """)]
    public void Write_UnhealthyNested_IsOneObjectALevel(string kind, ReportDetail detail, string error) =>
        Written(kind, Nested, detail).ShouldBeBytes(Body(healthy: false, "error", error, "{}"));

    [Theory]
    [InlineData("foreign", Reasons, "probe check failed")]
    [InlineData("foreign", ExceptionText, "probe check failed")]
    [InlineData("foreign, described", Reasons, "probe check failed")]
    [InlineData("foreign, described", ExceptionText, "probe check failed: denied; password=***")]
    [InlineData("foreign, threw", Reasons, "probe check failed")]
    [InlineData("foreign, threw", ExceptionText, "probe check failed: denied; password=***: refused by db; password=***")]
    [InlineData("foreign, threw ours", Reasons, "probe check failed: unable to contact it: connection refused")]
    [InlineData("foreign, threw ours", ExceptionText, "probe check failed: unable to contact it: connection refused: refused by db; password=***")]
    [InlineData("foreign, threw an empty level", Reasons, "probe check failed: unable")]
    public void Write_UnhealthyTextAndComment_IsOneLine(string kind, ReportDetail detail, string text)
    {
        Written(kind, Text, detail).ShouldBeBytes(Body(healthy: false, "error", $"\"{text}\"", "\"p is down\""));
        Written(kind, Comment, detail).ShouldBeBytes(Body(healthy: false, text, "null", "null"));
    }

    [Fact]
    public void Write_Text_NamesTheProbesThatAreDown()
    {
        var report = new HealthReport(
            new Dictionary<string, HealthReportEntry>
            {
                ["a"] = Entry("foreign"),
                ["b"] = Entry("healthy"),
                ["c"] = Entry("degraded"),
                ["<d>"] = Entry("foreign"),
                ["e"] = Entry("foreign"),
            },
            TimeSpan.Zero);

        string body = Encoding.UTF8.GetString(Bytes.Written(report, new() { ErrorFormat = Text }));

        body.Should().EndWith("],\"error\":\"a is down, \\u003cd\\u003e is down, e is down\"}\n");
    }

    [Fact]
    public void Write_EndlessChain_StaysWithinWhatIsRead()
    {
        Exception? failure = null;
        for (int level = 100; level > 0; level--)
        {
            failure = new ProbeException($"level {level}", failure);
        }

        byte[] body = Bytes.Written(Report(new(HealthStatus.Unhealthy, null, TimeSpan.Zero, failure, null)));

        string levels = PhilaeReport.Read(body).Probes.Single().Error!.ToString();
        levels.Should().StartWith("probe check failed: level 1: level 2: ").And.EndWith(": level 31");
        Encoding.UTF8.GetString(body).Should().Contain("\"Message_\":\"level 31\",\"Cause_\":null,\"Underlying_\":{},");
    }

    private static void EveryFormatWrites(string kind, ReportDetail detail, bool healthy, string comment)
    {
        foreach (ErrorFormat format in Enum.GetValues<ErrorFormat>())
        {
            Written(kind, format, detail).ShouldBeBytes(Body(healthy, comment, "null", "null"));
        }
    }

    private static byte[] Written(string kind, ErrorFormat format, ReportDetail detail) =>
        Bytes.Written(Report(Entry(kind)), new() { ErrorFormat = format, Detail = detail });

    private static HealthReport Report(HealthReportEntry entry) => new(new Dictionary<string, HealthReportEntry> { ["p"] = entry }, TimeSpan.Zero);

    private static byte[] Body(bool healthy, string comment, string error, string reportError)
    {
        string verdict = healthy ? "true" : "false";
        return Encoding.UTF8.GetBytes(
            $"{{\"healthy\":{verdict},\"probes\":[{{\"name\":\"p\",\"healthy\":{verdict},\"comment\":\"{comment}\",\"error\":{error.Trim()},\"duration\":1500000}}],\"error\":{reportError}}}\n");
    }

    private static HealthReportEntry Entry(string kind)
    {
        const string secret = "denied; password=s3cret";
        var refused = new SocketExceptionWithText("refused by db; password=s3cret");
        var foreign = new InvalidOperationException(secret, refused);
        var ours = new ProbeException("unable to contact it", refused);
        return kind switch
        {
            "healthy" => Entry(HealthStatus.Healthy, "ignored", null),
            "failed but counted as healthy" => Entry(HealthStatus.Healthy, secret, foreign),
            "degraded" => Entry(HealthStatus.Degraded, null, null),
            "degraded, empty description" => Entry(HealthStatus.Degraded, "", null),
            "degraded, described" => Entry(HealthStatus.Degraded, "slow <5 s>", null),
            "degraded, described with a password" => Entry(HealthStatus.Degraded, "slow; password=s3cret", null),
            "degraded, threw" => Entry(HealthStatus.Degraded, secret, new InvalidOperationException(secret)),
            "degraded, probe" => Entry(HealthStatus.Degraded, secret, ours),
            "foreign" => Entry(HealthStatus.Unhealthy, null, null),
            "foreign, described" => Entry(HealthStatus.Unhealthy, secret, null),
            "foreign, threw" => Entry(HealthStatus.Unhealthy, secret, foreign),
            "foreign, threw ours" => Entry(HealthStatus.Unhealthy, secret, ours),
            "foreign, threw an empty level" => Entry(HealthStatus.Unhealthy, secret, new ProbeException("unable", new ProbeException(""))),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    private static HealthReportEntry Entry(HealthStatus status, string? description, Exception? exception) =>
        new(status, description, TimeSpan.FromMilliseconds(1.5), exception, null);

    private sealed class SocketExceptionWithText(string text) : SocketException((int)SocketError.ConnectionRefused)
    {
        public override string Message => text;
    }
}
