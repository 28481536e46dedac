using System.Text;

namespace Philae.HealthChecks.Tests.Wire;

public sealed class ReportReaderTests
{
    public static IEnumerable<TheoryDataRow<string>> Titles() => GoldenReportTests.Titles();

    [Theory]
    [MemberData(nameof(Titles))]
    public void Read_Golden_GivesBackWhatWasWritten(string title)
    {
        GoldenReport golden = Golden.Reports[title];

        PhilaeReport report = PhilaeReport.Read(golden.Body);

        bool healthy = golden.Probes.All(static probe => probe.Healthy);
        report.Healthy.Should().Be(healthy);
        report.Error.Should().BeEquivalentTo(healthy ? null : new PhilaeError());
        report.Probes.Select(static probe => (probe.Name, probe.Healthy, probe.DurationNanoseconds, Levels(probe.Error)))
            .Should().Equal(golden.Probes.Select(static probe => (probe.Name, probe.Healthy, probe.Nanoseconds, Levels(Error(probe)))));
        report.Probes.Select(static probe => probe.Comment.StartsWith("took ", StringComparison.Ordinal) ? "took" : probe.Comment)
            .Should().Equal(golden.Probes.Select(static probe => probe.Healthy ? "took" : "error"));
    }

    [Theory]
    [InlineData("", null, null)]
    [InlineData("\"error\":null,", null, null)]
    [InlineData("\"error\":\"probe check failed: refused\",", "probe check failed: refused", null)]
    [InlineData("\"error\":\"\",", "", null)]
    [InlineData("\"error\":{\"Message_\":\"a\"},", "a", null)]
    [InlineData("\"error\":{\"Underlying_\":{\"Message_\":\"b\"},\"Message_\":\"a\"},", "a: b", "b")]
    [InlineData("\"error\":{\"Message_\":\"a\",\"Underlying_\":\"b\"},", "a: b", "b")]
    [InlineData("\"error\":{\"Message_\":\"a\",\"Underlying_\":null},", "a", null)]
    [InlineData("\"error\":{\"Message_\":\"a\",\"Cause_\":{\"Message_\":\"x\"},\"Underlying_\":{},\"File\":\"f\",\"Line\":7},", "a", "")]
    [InlineData("\"error\":{},", "", null)]
    [InlineData("\"error\":7,", "", null)]
    [InlineData("\"error\":false,", "", null)]
    [InlineData("\"error\":[\"a\",{\"Message_\":\"b\"}],", "", null)]
    [InlineData("\"error\":{\"Message_\":7},", "", null)]
    public void Read_ErrorInAnyForm_IsKept(string error, string? text, string? underlying)
    {
        string body = $$"""{"healthy":false,"probes":[{"name":"p",{{error}}"healthy":false}],{{error}}"other":0}""";

        PhilaeReport report = Read(body);

        report.Probes.Single().Error?.ToString().Should().Be(text);
        report.Probes.Single().Error?.Underlying?.ToString().Should().Be(underlying);
        Levels(report.Error).Should().Be(Levels(report.Probes.Single().Error));
    }

    [Fact]
    public void Read_UnknownFieldsAndMissingOnes_AreIgnored()
    {
        PhilaeReport report = Read(
            """
             {"version":{"healthy":[1,{"probes":null}]},"probes":[{"tags":["name",{"name":"x"}],"healthy":true,"name":"a"},
             {"name":"b","healthy":false,"comment":null,"error":"why"}],"Healthy":true,"healthy":false}
            """);

        report.Should().BeEquivalentTo(new PhilaeReport { Healthy = false, Probes = [new() { Name = "a", Healthy = true }, new() { Name = "b", Healthy = false, Error = new() { Message = "why" } }] });
    }

    [Fact]
    public void Read_NameEscaped_IsTheSameName() =>
        Read("""{"\u0068ealthy":true,"probes":[{"n\u0061me":"\u00e9\ud83d\ude00\/\u2028","healthy":true}]}""").Probes.Single().Name.Should().Be("é😀/\u2028");

    // Go's decoder takes each of these names for the field, and the last one counts there.
    [Theory]
    [InlineData("""{"healthy":true,"HEALTHY":false,"probes":[],"error":null}""")]
    [InlineData("""{"Healthy":false,"healthy":true,"probes":[],"error":null}""")]
    [InlineData("""{"healthY":false,"probes":[],"error":null,"healthy":true,"Healthy":true}""")]
    [InlineData("""{"healthy":true,"\u0048EALTHY":false,"probes":[],"error":null}""")]
    [InlineData("""{"healthy":true,"probes":[],"error":null,"PROBES":[{"name":"p","healthy":false}]}""")]
    [InlineData("""{"healthy":true,"probeſ":[{"name":"p","healthy":false}],"probes":[],"error":null}""")]
    [InlineData("""{"healthy":true,"probes":[],"error":null,"probe\u017f":[{"name":"p","healthy":false}]}""")]
    [InlineData("""{"healthy":true,"probes":[{"name":"p","healthy":true,"HEALTHY":false}],"error":null}""")]
    [InlineData("""{"healthy":true,"probes":[],"Error":{},"error":null}""")]
    [InlineData("""{"healthy":true,"probes":[],"error":null,"ERROR":"e"}""")]
    public void Read_NameInAnotherCase_MakesItWorse(string body)
    {
        PhilaeReport report = Read(body);

        (!report.Healthy || report.Error is not null || report.Probes.Any(static probe => !probe.Healthy)).Should().BeTrue();
    }

    [Theory]
    [InlineData("""{"healthy":true,"HEALTHY":true,"probes":[],"error":null}""")]
    [InlineData("""{"healthy":true,"probes":[],"Probes":[],"PROBES":null,"error":null,"ERROR":null}""")]
    [InlineData("""{"healthy":true,"probes":[],"error":null,"healthy ":false,"ħealthy":false,"healthyK":false,"xhealthy":false}""")]
    public void Read_NameInAnotherCaseThatSaysTheSame_ChangesNothing(string body) => Read(body).Should().BeEquivalentTo(new PhilaeReport { Healthy = true });

    [Theory]
    [InlineData("""{"Healthy":true,"probes":[],"error":null}""")]
    [InlineData("""{"healthy":true,"Probes":[],"error":null}""")]
    [InlineData("""{"healthy":true,"HEALTHY":"yes","probes":[],"error":null}""")]
    [InlineData("""{"healthy":true,"probes":[{"name":"p","Healthy":true}],"error":null}""")]
    [InlineData("""{"healthy":true,"probes":[{"Name":"p","healthy":true}],"error":null}""")]
    public void Read_NameInAnotherCaseAlone_IsNoReport(string body) =>
        body.Invoking(static body => Read(body)).Should().Throw<FormatException>().WithMessage("Invalid json");

    [Fact]
    public void Read_FieldTwice_TheLastCounts()
    {
        PhilaeReport report = Read(
            """
            {"probes":[{"name":"x","name":"a","healthy":true,"comment":"y","comment":"b","error":"z","error":null,"duration":1,"duration":2}],
             "error":"w","error":null,"healthy":true}
            """);

        report.Should().BeEquivalentTo(new PhilaeReport { Healthy = true, Probes = [new() { Name = "a", Healthy = true, Comment = "b", DurationNanoseconds = 2 }] });
    }

    [Theory]
    [InlineData("1122944", 1_122_944)]
    [InlineData("-1", -1)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", 0)]
    [InlineData("1.5", 0)]
    [InlineData("\"1ms\"", 0)]
    [InlineData("null", 0)]
    [InlineData("{\"ns\":[1]}", 0)]
    public void Read_Duration_IsZeroWhereItIsNoWholeNumber(string duration, long nanoseconds) =>
        Read($$"""{"healthy":true,"probes":[{"name":"p","duration":{{duration}},"healthy":true}]}""").Probes.Single().DurationNanoseconds.Should().Be(nanoseconds);

    [Fact]
    public void Read_NoProbesAtAll_IsAnEmptyList() => Read("""{"healthy":true,"probes":null}""").Probes.Should().BeEmpty();

    private static PhilaeReport Read(string body) => PhilaeReport.Read(Encoding.UTF8.GetBytes(body));

    private static PhilaeError? Error(GoldenProbe probe)
    {
        PhilaeError? error = probe.Opaque ? new() : null;
        foreach (string message in probe.Messages.Reverse())
        {
            error = new() { Message = message, Underlying = error };
        }

        return probe.Healthy ? null : new() { Message = "probe check failed", Underlying = error };
    }

    private static string? Levels(PhilaeError? error) => error is null ? null : $"[{error.Message ?? "{}"}]{Levels(error.Underlying)}";
}
