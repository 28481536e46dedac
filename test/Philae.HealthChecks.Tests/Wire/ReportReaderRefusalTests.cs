using System.Text;

namespace Philae.HealthChecks.Tests.Wire;

/// <summary>Whatever a stranger answers is a report or a <see cref="FormatException"/>, and nothing else.</summary>
public sealed class ReportReaderRefusalTests
{
    private const string Report = """{"healthy":true,"probes":[]}""";

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("7")]
    [InlineData("\"healthy\"")]
    [InlineData("[]")]
    [InlineData("[{\"healthy\":true,\"probes\":[]}]")]
    [InlineData("{}")]
    [InlineData("OK")]
    [InlineData("<html></html>")]
    [InlineData("{\"status\":\"UP\"}")]
    [InlineData("{\"healthy\":true}")]
    [InlineData("{\"probes\":[]}")]
    [InlineData("{\"healthy\":null,\"probes\":[]}")]
    [InlineData("{\"healthy\":1,\"probes\":[]}")]
    [InlineData("{\"healthy\":\"true\",\"probes\":[]}")]
    [InlineData("{\"healthy\":{},\"probes\":[]}")]
    [InlineData("{\"healthy\":true,\"probes\":{}}")]
    [InlineData("{\"healthy\":true,\"probes\":\"\"}")]
    [InlineData("{\"healthy\":true,\"probes\":[null]}")]
    [InlineData("{\"healthy\":true,\"probes\":[1]}")]
    [InlineData("{\"healthy\":true,\"probes\":[[]]}")]
    [InlineData("{\"healthy\":true,\"probes\":[{}]}")]
    [InlineData("{\"healthy\":true,\"probes\":[{\"healthy\":true}]}")]
    [InlineData("{\"healthy\":true,\"probes\":[{\"name\":\"p\"}]}")]
    [InlineData("{\"healthy\":true,\"probes\":[{\"name\":null,\"healthy\":true}]}")]
    [InlineData("{\"healthy\":true,\"probes\":[{\"name\":7,\"healthy\":true}]}")]
    [InlineData("{\"healthy\":true,\"probes\":[{\"name\":\"p\",\"healthy\":\"no\"}]}")]
    [InlineData("{\"healthy\":true,\"probes\":[{\"name\":\"p\",\"healthy\":true,\"comment\":7}]}")]
    [InlineData("{\"healthy\":true,\"probes\":[{\"name\":\"\\ud83d\",\"healthy\":true}]}")]
    [InlineData("{\"healthy\":true,\"probes\":[{\"name\":\"\\ude00\\ud83d\",\"healthy\":true}]}")]
    [InlineData("{\"healthy\":true,\"probes\":[],\"error\":\"\\udbff\"}")]
    [InlineData("{\"healthy\":true,\"probes\":[],}")]
    [InlineData("{\"healthy\":true,\"probes\":[]/**/}")]
    [InlineData("{'healthy':true,'probes':[]}")]
    [InlineData(Report + Report)]
    [InlineData(Report + "x")]
    [InlineData(Report + "\0")]
    [InlineData("\ufeff" + Report)]
    public void Read_NotAReport_IsInvalidJson(string body) => Refuses(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void Read_InvalidUtf8_IsInvalidJson()
    {
        foreach (string field in (string[])["name", "comment", "error"])
        {
            string body = $$"""{"healthy":true,"probes":[{"healthy":true,"name":"p","comment":"","{{field}}":"?"}]}""";
            Refuses([.. Encoding.UTF8.GetBytes(body).Select(static octet => octet == '?' ? (byte)0xff : octet)]);
        }
    }

    [Theory]
    [InlineData(61, "{\"Underlying_\":", "{}", "}")]
    [InlineData(61, "[", "[]", "]")]
    public void Read_NestedDeeperThan64_IsInvalidJson(int levels, string open, string innermost, string close)
    {
        // Above the error are the report, the array of probes and the probe.
        Nested(levels - 1).Invoking(static body => PhilaeReport.Read(body)).Should().NotThrow();
        Refuses(Nested(levels));

        byte[] Nested(int outer) => Encoding.UTF8.GetBytes(
            $$"""{"healthy":false,"probes":[{"name":"p","healthy":false,"error":{{Repeat(open, outer)}}{{innermost}}{{Repeat(close, outer)}}}]}""");
    }

    [Fact]
    public void Read_LargerThan1MiB_IsTooLarge()
    {
        byte[] largest = Encoding.UTF8.GetBytes(Report.PadRight(1024 * 1024));
        Action read = () => PhilaeReport.Read([.. largest, (byte)' ']);

        PhilaeReport.Read(largest).Healthy.Should().BeTrue();
        read.Should().Throw<FormatException>().WithMessage("response too large");
    }

    [Fact]
    public void Read_CutOffAnywhere_IsInvalidJson()
    {
        byte[] body = Golden.Reports["random 39"].Body;
        body.Length.Should().BeGreaterThan(1000);
        body[^2..].Should().Equal("}\n"u8.ToArray());

        for (int length = 0; length < body.Length - 1; length++)
        {
            Refuses(body[..length]);
        }
    }

    private static void Refuses(byte[] body) =>
        body.Invoking(static body => PhilaeReport.Read(body)).Should().Throw<FormatException>(Encoding.UTF8.GetString(body)).WithMessage("Invalid json");

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
