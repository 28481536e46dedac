using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Philae.HealthChecks.Tests.Misbehaving;

/// <summary>Listens to all that the library says of one probe: metrics, spans, changes of state. Each text is read whole.</summary>
internal sealed class Listening : IProbeObserver, IDisposable
{
    private readonly string _probe;
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _spans;

    public Listening(string probe)
    {
        _probe = probe;
        _meters.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == PhilaeTelemetry.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<double>((_, value, tags, _) => Add("metric", value, tags));
        _meters.SetMeasurementEventCallback<long>((_, value, tags, _) => Add("metric", value, tags));
        _meters.Start();
        _spans = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == PhilaeTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => Add("span", span.StatusDescription, [.. span.TagObjects]),
        };
        ActivitySource.AddActivityListener(_spans);
    }

    /// <summary>What was heard: <c>metric</c>, <c>span</c>, <c>change</c>, each with its text.</summary>
    public ConcurrentQueue<(string Kind, string Text)> RecordedAt { get; } = [];

    public void OnStateChanged(ProbeStateChange change)
    {
        if (change.Probe == _probe)
        {
            RecordedAt.Enqueue(("change", $"{change}"));
        }
    }

    public void Dispose()
    {
        _meters.Dispose();
        _spans.Dispose();
    }

    private void Add(string kind, object? value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (_probe.Equals(tag.Value))
            {
                RecordedAt.Enqueue((kind, $"{value}"));
            }
        }
    }
}
