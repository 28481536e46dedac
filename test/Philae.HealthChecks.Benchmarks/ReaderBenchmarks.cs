using System.Text.Json;

namespace Philae.HealthChecks.Benchmarks;

/// <summary>Bytes to a report, beside .NET's parser of any JSON, which makes no report of it.</summary>
[MemoryDiagnoser]
public class ReaderBenchmarks
{
    private byte[] _body = [];

    [Params(1, 10, 100)]
    public int Probes { get; set; }

    [Params(true, false)]
    public bool Healthy { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var buffer = new ReusedBuffer();
        PhilaeReport.Write(Healthy ? Reports.Healthy(Probes) : Reports.Failing(Probes), buffer);
        _body = buffer.Written.ToArray();
    }

    [Benchmark]
    public PhilaeReport Philae() => PhilaeReport.Read(_body);

    [Benchmark(Baseline = true)]
    public bool JsonDocumentAlone()
    {
        using var document = JsonDocument.Parse(_body);
        return document.RootElement.GetProperty("healthy").GetBoolean();
    }
}
