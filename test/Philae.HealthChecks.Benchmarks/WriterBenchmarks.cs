using HealthChecks.UI.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Benchmarks;

/// <summary>A report to bytes, and to a response beside Xabaril's.</summary>
[MemoryDiagnoser]
public class WriterBenchmarks
{
    private readonly ReusedBuffer _buffer = new();
    private readonly DefaultHttpContext _context = new();
    private HealthReport _report = Reports.Healthy(0);

    [Params(1, 10, 100)]
    public int Probes { get; set; }

    [Params(true, false)]
    public bool Healthy { get; set; }

    [GlobalSetup]
    public void Prepare() => _report = Healthy ? Reports.Healthy(Probes) : Reports.Failing(Probes);

    [Benchmark]
    public void Philae() => PhilaeReport.Write(_report, _buffer.Clear());

    [Benchmark(Baseline = true)]
    public Task PhilaeResponse() => PhilaeResponseWriter.WriteAsync(_context, _report);

    [Benchmark]
    public Task XabarilResponse() => UIResponseWriter.WriteHealthCheckUIResponse(_context, _report);
}
