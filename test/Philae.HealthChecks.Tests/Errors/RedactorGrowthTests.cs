using Philae.HealthChecks.Errors;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Errors;

/// <summary>
/// The time of a redaction grows with the length of the text and no faster, whatever the text is. Each shape is one that a search
/// may look through in vain: a beginning, one piece again and again, an end.
/// </summary>
[Collection(Leaks.Alone)]
public sealed class RedactorGrowthTests
{
    private const int Small = 1 << 12;
    private const int Large = 1 << 16;

    // 16 times the length takes a linear search 16 times as long and a quadratic one 256 times.
    private const int Factor = 64;
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(10);

    private static readonly string[] Starts =
    [
        "", "pass=", "pass=\"", "://a:", "a:", "Bearer", "Authorization:", "eyJaaaaaaaaa",
    ];

    private static readonly string[] Fillers =
    [
        " ", "\t", "\n", "\\", "\"", "'", "\"\"", "\\\"", "a", "ab ", ",a", ",a ", "&a", "&a.b-", "a:", "a:b,", ":", "=", ": ", "@", "://", "://a:b", "://a:b c", "a:b@",
        "pass", "pass ", "pass=", "pass= ", "pass=a", "pass=a ", "pass:a;", "pass=,a", "pass=\"", "api-key ", "session id", "Bearer ", "Bearer a ", "Cookie", "Cookie:",
        "Authorization: ", "Authorization:,", "eyJ", "eyJaaaaaaaaa-", "eyJaaaaaaaaa.", "eyJaaaaaaaaa ", ".", "-", "/", "*", "***", "ſ", "\ud800", "😀",
    ];

    private static readonly string[] Ends = ["", ";", "@a"];

    public static TheoryData<string> Beginnings => [.. Starts];

    [Theory]
    [MemberData(nameof(Beginnings))]
    public void Redact_AnyShape_TakesTimeInProportionToItsLength(string start)
    {
        foreach (string filler in Fillers)
        {
            foreach (string end in Ends)
            {
                IsLinear(start, filler, end).Should().BeTrue("a text of {0}, {1} again and again and {2} is of any length", start, filler, end);
            }
        }
    }

    // Processor time, which a busy machine stretches less than that of the clock; the runtime itself may take some, so the least of several counts.
    private static bool IsLinear(string start, string filler, string end)
    {
        TimeSpan small = TimeSpan.MaxValue;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            TimeSpan now = Redact(start, filler, end, Small);
            small = now < small ? now : small;
            if (Redact(start, filler, end, Large) < (small * Factor) + Noise)
            {
                return true;
            }
        }

        return false;
    }

    private static TimeSpan Redact(string start, string filler, string end, int length)
    {
        string text = start + string.Concat(Enumerable.Repeat(filler, length / filler.Length)) + end;
        TimeSpan begun = Environment.CpuUsage.TotalTime;
        Redactor.Redact(text);
        return Environment.CpuUsage.TotalTime - begun;
    }
}
