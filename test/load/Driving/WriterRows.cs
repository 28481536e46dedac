using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using HealthChecks.UI.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.LoadTest.Driving;

/// <summary>The writers alone, in this process.</summary>
internal static class WriterRows
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Measured = TimeSpan.FromMilliseconds(300);

    public static IEnumerable<Row> All => [Speed(10), Speed(100), Bytes(10), Bytes(100)];

    /// <summary>A report as the engine would hand it over, all healthy.</summary>
    public static HealthReport Report(int probes) => new(
        Enumerable.Range(0, probes).ToDictionary(
            i => string.Create(CultureInfo.InvariantCulture, $"probe-{i}"),
            i => new HealthReportEntry(HealthStatus.Healthy, null, TimeSpan.FromTicks(1234 + (i * 7919)), null, null)),
        TimeSpan.FromMilliseconds(12.3));

    // Each as a whole response, as Xabaril's writer has no other form.
    private static Row Speed(int probes) => new($"writer-speed-{probes}p", false, bench =>
    {
        HealthReport report = Report(probes);
        HttpContext context = new DefaultHttpContext();
        var ours = new List<double>();
        var theirs = new List<double>();
        Microseconds(Philae, WarmUp);
        Microseconds(Xabaril, WarmUp);
        for (int round = 0; round < bench.Settings.Rounds; round++)
        {
            ours.Add(Microseconds(Philae, Measured));
            theirs.Add(Microseconds(Xabaril, Measured));
        }

        return Task.FromResult<IReadOnlyList<Finding>>(
        [
            new Finding(
                $"writer alone, {probes} probes, times as fast", $"{new Series(ours)} µs", $"UIResponseWriter {new Series(theirs)} µs",
                new Series(ours.Zip(theirs, (one, other) => other / one)), Target.Least(4)),
        ]);

        void Philae() => PhilaeResponseWriter.WriteAsync(context, report).GetAwaiter().GetResult();

        void Xabaril() => UIResponseWriter.WriteHealthCheckUIResponse(context, report).GetAwaiter().GetResult();
    });

    private static Row Bytes(int probes) => new($"writer-bytes-{probes}p", true, _ =>
    {
        const int Reports = 1000;
        HealthReport report = Report(probes);
        var buffer = new Reused();
        Write();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Reports; i++)
        {
            Write();
        }

        double each = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Reports;
        return Task.FromResult<IReadOnlyList<Finding>>(
        [
            new Finding($"bytes that the writer allocates for a report, {probes} probes", $"{buffer.Written:#,0} B written", "", new Series([each]), Target.Most(0, "B")),
        ]);

        void Write()
        {
            buffer.Written = 0;
            PhilaeReport.Write(report, buffer);
        }
    });

    private static double Microseconds(Action write, TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        int count = 0;
        do
        {
            for (int i = 0; i < 100; i++)
            {
                write();
            }

            count += 100;
        }
        while (Stopwatch.GetElapsedTime(start) < limit);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
    }

    private sealed class Reused : IBufferWriter<byte>
    {
        private readonly byte[] _bytes = new byte[1024 * 1024];

        public int Written { get; set; }

        public void Advance(int count) => Written += count;

        public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.AsMemory(Written);

        public Span<byte> GetSpan(int sizeHint = 0) => _bytes.AsSpan(Written);
    }
}
