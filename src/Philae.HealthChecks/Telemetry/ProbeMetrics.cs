using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Telemetry;

/// <summary>The metrics of the probes. They cost next to nothing without a listener.</summary>
internal sealed class ProbeMetrics : IDisposable
{
    private const string ProbeName = "philae.probe.name";
    private const string Outcome = "philae.probe.outcome";

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _shared;
    private readonly Counter<long> _abandoned;

    /// <param name="factory">The application's, which disposes its meters. Null: a meter without a factory.</param>
    /// <param name="states">The state of each probe that has run.</param>
    public ProbeMetrics(IMeterFactory? factory, Func<IEnumerable<(string Probe, HealthStatus Status)>> states)
    {
        _meter = factory?.Create(PhilaeTelemetry.MeterName) ?? new Meter(PhilaeTelemetry.MeterName);
        _duration = _meter.CreateHistogram<double>(
            "philae.probe.duration", "s", "How long the runs of probes took until their outcome was known.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _shared = _meter.CreateCounter<long>("philae.probe.shared", "{request}", "Requests that were answered from a run in flight or a fresh result.");
        _abandoned = _meter.CreateCounter<long>("philae.probe.abandoned", "{run}", "Runs that were left behind at their deadline.");
        _meter.CreateObservableGauge(
            "philae.probe.status",
            () => states().Select(static state => new Measurement<double>(Value(state.Status), Tag(state.Probe))),
            description: "The state of the probes: 1 healthy, 0.5 degraded, 0 unhealthy.");
    }

    /// <summary>Whether a listener counts coalesced requests.</summary>
    public bool CountsCoalesced => _shared.Enabled;

    public void RecordRun(string probe, HealthStatus status, bool abandoned, TimeSpan duration)
    {
        if (_duration.Enabled)
        {
            Listeners.SafeInvoke(
                static run => run._duration.Record(run.duration.TotalSeconds, Tag(run.probe), new(Outcome, run.abandoned ? "abandoned" : Text(run.status))),
                (_duration, probe, status, abandoned, duration));
        }

        if (abandoned && _abandoned.Enabled)
        {
            Listeners.SafeInvoke(static run => run._abandoned.Add(1, Tag(run.probe)), (_abandoned, probe));
        }
    }

    public void RecordCoalesced(string probe)
    {
        if (_shared.Enabled)
        {
            Listeners.SafeInvoke(static request => request._shared.Add(1, Tag(request.probe)), (_shared, probe));
        }
    }

    public void Dispose() => _meter.Dispose();

    public static string Text(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    private static double Value(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => 1,
        HealthStatus.Degraded => 0.5,
        _ => 0,
    };

    private static KeyValuePair<string, object?> Tag(string probe) => new(ProbeName, probe);
}
