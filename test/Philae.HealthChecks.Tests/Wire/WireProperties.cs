using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Tests.Wire;

/// <summary>What is true of every report and of every body.</summary>
public sealed class WireProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(2000);

    // Every UTF-16 code unit, lone surrogates too.
    private static readonly Gen<string> Texts = Gen.Choose(0, 0xffff).Select(static unit => (char)unit).ArrayOf().Select(static units => new string(units));

    private static readonly Gen<(string Name, HealthStatus Status, string[] Levels, long Ticks)> Entries =
        from name in Texts
        from status in Gen.Elements(HealthStatus.Healthy, HealthStatus.Degraded, HealthStatus.Unhealthy)
        from levels in Texts.ArrayOf(3)
        from ticks in Gen.Choose(0, int.MaxValue)
        select (name, status, levels, ticks * 1000L);

    [Fact]
    public void Write_AnyReport_IsReadBackAsItWas() => Prop.ForAll(Entries.ArrayOf().ToArbitrary(), static entries =>
    {
        var distinct = entries.DistinctBy(static entry => entry.Name, StringComparer.OrdinalIgnoreCase).ToList();
        var report = new HealthReport(
            distinct.ToDictionary(static entry => entry.Name, static entry => new HealthReportEntry(entry.Status, null, TimeSpan.FromTicks(entry.Ticks), Chain(entry.Status, entry.Levels), null)),
            TimeSpan.Zero);
        foreach (ErrorFormat format in Enum.GetValues<ErrorFormat>())
        {
            var output = new ArrayBufferWriter<byte>();
            PhilaeReport.Write(report, output, new() { ErrorFormat = format });

            PhilaeReport read = PhilaeReport.Read(output.WrittenSpan);

            read.Healthy.Should().Be(distinct.TrueForAll(static entry => entry.Status != HealthStatus.Unhealthy));
            read.Probes.Should().HaveCount(distinct.Count);
            foreach (((string name, HealthStatus status, string[] levels, long ticks), PhilaeReportEntry probe) in distinct.Zip(read.Probes))
            {
                bool healthy = status != HealthStatus.Unhealthy;
                (probe.Name, probe.Healthy, probe.DurationNanoseconds).Should().Be((Valid(name), healthy, ticks * 100));
                string? error = healthy || format == ErrorFormat.Comment ? null : string.Join(": ", levels.Select(Valid).Where(static text => text.Length > 0).Prepend("probe check failed"));
                probe.Error?.ToString().Should().Be(error);
            }
        }
    }).Check(Thorough);

    [Fact]
    public void Read_AnyBytes_IsAReportOrTheDocumentedErrorInBoundedMemory() => Prop.ForAll(Bodies().ToArbitrary(), static body =>
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            PhilaeReport.Read(body);
        }
        catch (FormatException refusal)
        {
            refusal.Message.Should().BeOneOf("Invalid json", "response too large");
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(64 * 1024 + 64L * Math.Min(body.Length, PhilaeReport.MaxSize));
    }).Check(Thorough);

    // Bytes of any kind, and pieces of reports in any order.
    private static Gen<byte[]> Bodies()
    {
        Gen<byte[]> noise = Gen.Choose(0, 255).Select(static value => (byte)value).ArrayOf();
        Gen<byte[]> pieces = Gen.Elements(
            "{", "}", "[", "]", ",", ":", "\"", "null", "true", "1e99", "\"healthy\":true", "\"probes\":[", "\"name\":\"x\"", "\"error\":{", "\"Message_\":\"m\"", "\"Underlying_\":", "\\ud800", " ")
            .ArrayOf().Select(static texts => Encoding.UTF8.GetBytes(string.Concat(texts)));
        Gen<byte[]> reports = Gen.Elements(Golden.Reports.Values.Select(static golden => golden.Body).ToArray());
        Gen<byte[]> large = Gen.Elements(new byte[PhilaeReport.MaxSize], new byte[PhilaeReport.MaxSize + 1], Encoding.UTF8.GetBytes(new string('[', PhilaeReport.MaxSize)));
        return Gen.Frequency((10, noise), (10, pieces), (5, reports), (1, large));
    }

    private static ProbeException? Chain(HealthStatus status, string[] levels) => status == HealthStatus.Healthy
        ? null
        : levels.Reverse().Aggregate((ProbeException?)null, static (inner, message) => new ProbeException(message, inner));

    private static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
