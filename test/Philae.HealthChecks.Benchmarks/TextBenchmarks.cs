using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Benchmarks;

/// <summary>What escaping costs: the names of a report that differ in nothing else. Beside it, .NET's own writer of JSON strings.</summary>
[MemoryDiagnoser]
public class EscapingBenchmarks
{
    private const int Probes = 100;
    private readonly ReusedBuffer _buffer = new();
    private HealthReport _report = Reports.Healthy(0);
    private string _name = "";

    [Params("a plain name", "all <b>\"quoted\"</b>", "prüfung № 七 🩺")]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _name = Name;
        _report = Reports.Named(Probes, Name);
    }

    [Benchmark(OperationsPerInvoke = Probes)]
    public void Philae() => PhilaeReport.Write(_report, _buffer.Clear());

    [Benchmark(Baseline = true, OperationsPerInvoke = Probes)]
    public void Utf8JsonWriterString()
    {
        using var json = new Utf8JsonWriter(_buffer.Clear());
        json.WriteStartArray();
        for (int i = 0; i < Probes; i++)
        {
            json.WriteStringValue(_name);
        }

        json.WriteEndArray();
    }
}

/// <summary>What Go's duration notation costs: reports that differ in nothing but how long their probes took.</summary>
[MemoryDiagnoser]
public class DurationBenchmarks
{
    private const int Probes = 100;
    private readonly ReusedBuffer _buffer = new();
    private HealthReport _report = Reports.Healthy(0);

    [Params("00:00:00", "00:00:00.0000011", "00:00:00.0203045", "01:01:01.7359509")]
    public string Duration { get; set; } = "";

    [GlobalSetup]
    public void Prepare() => _report = Reports.Lasting(Probes, TimeSpan.ParseExact(Duration, "c", null));

    [Benchmark(OperationsPerInvoke = Probes)]
    public void Philae() => PhilaeReport.Write(_report, _buffer.Clear());
}
