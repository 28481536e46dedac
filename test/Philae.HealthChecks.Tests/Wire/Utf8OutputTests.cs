using System.Globalization;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Tests.Wire;

/// <summary>Texts of any content and length, in buffers of any size.</summary>
public sealed class Utf8OutputTests
{
    // Around the pieces of 1024 chars in which plain text is encoded, and around the 256 bytes that are asked for at least.
    public static TheoryData<int> Lengths() => [0, 1, 83, 84, 85, 86, 254, 255, 256, 257, 341, 342, 1022, 1023, 1024, 1025, 2047, 2048, 2049, 10_000];

    public static TheoryData<int> Extras() => [0, 1, 7, 4096, 1 << 20];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Write_LongTexts_AreWholeInBuffersOfAnySize(int length)
    {
        foreach (string tail in (string[])["a", "é", "漢", "😀", "\ud83d", "\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00", "\"", "<", "\u2028", "\u0001"])
        {
            string plain = new('x', length);
            Writes(plain + tail + plain);
            Writes(new string('漢', length) + tail);
            Writes(string.Concat(Enumerable.Repeat(tail, Math.Min(length, 300))));
        }
    }

    [Fact]
    public void Write_EveryChar_IsEscapedAsGoDoes()
    {
        // In order, so that just one pair of surrogates meets: U+DBFF, U+DC00. Then each followed by something else.
        string all = string.Concat(Enumerable.Range(0, 0x10000).Select(static code => (char)code));

        Writes(all);
        Writes(string.Join('a', all.ToCharArray()));
        Escape(all).Should().StartWith("\\u0000\\u0001").And.Contain("\\b\\t\\n\\u000b\\f\\r").And.Contain("\\ufffd\U0010fc00\\ufffd").And.Contain("\u007f\u0080");
    }

    [Theory]
    [MemberData(nameof(Extras))]
    public void Write_GoldenReports_AreTheSameInBuffersOfAnySize(int extra)
    {
        foreach (GoldenReport golden in Golden.Reports.Values)
        {
            var buffer = new SegmentWriter(extra);

            PhilaeReport.Write(golden.ToHealthReport(), buffer);

            buffer.Written.ShouldBeBytes(golden.Body);
        }
    }

    private static void Writes(string text)
    {
        var entry = new HealthReportEntry(HealthStatus.Degraded, null, TimeSpan.Zero, null, null);
        var report = new HealthReport(new Dictionary<string, HealthReportEntry> { [text] = entry }, TimeSpan.Zero);
        byte[] expected = Encoding.UTF8.GetBytes(
            $"{{\"healthy\":true,\"probes\":[{{\"name\":\"{Escape(text)}\",\"healthy\":true,\"comment\":\"degraded\",\"error\":null,\"duration\":0}}],\"error\":null}}\n");
        foreach (int extra in (int[])[0, 3, 1 << 16])
        {
            var buffer = new SegmentWriter(extra);
            PhilaeReport.Write(report, buffer);
            buffer.Written.ShouldBeBytes(expected);
        }
    }

    // The rule as the wire format states it, one character at a time.
    private static string Escape(string text)
    {
        const string shortEscapes = "\"\"\\\\\bb\ff\nn\rr\tt";
        var escaped = new StringBuilder();
        for (int at = 0; at < text.Length; at++)
        {
            int known = shortEscapes.IndexOf(text[at], StringComparison.Ordinal);
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                escaped.Append(text, at++, 2);
            }
            else if (char.IsSurrogate(text[at]))
            {
                escaped.Append("\\ufffd");
            }
            else if (known >= 0 && known % 2 == 0)
            {
                escaped.Append('\\').Append(shortEscapes[known + 1]);
            }
            else if (text[at] < ' ' || "<>&\u2028\u2029".Contains(text[at], StringComparison.Ordinal))
            {
                escaped.Append("\\u").Append(((int)text[at]).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                escaped.Append(text[at]);
            }
        }

        return escaped.ToString();
    }
}
