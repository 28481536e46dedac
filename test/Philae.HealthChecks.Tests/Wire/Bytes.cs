using System.Buffers;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Tests.Wire;

internal static class Bytes
{
    public static byte[] Written(HealthReport report, PhilaeReportOptions? options = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        PhilaeReport.Write(report, buffer, options);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Compares the bytes; the texts are for people only, as different bytes may decode to the same text.</summary>
    public static void ShouldBeBytes(this byte[] actual, ReadOnlySpan<byte> expected)
    {
        if (!expected.SequenceEqual(actual))
        {
            Encoding.UTF8.GetString(actual).Should().Be(Encoding.UTF8.GetString(expected));
            Convert.ToHexString(actual).Should().Be(Convert.ToHexString(expected));
        }
    }
}
