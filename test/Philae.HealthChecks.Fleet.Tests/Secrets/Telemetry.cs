using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>Hears every span and every measurement of the process, whoever makes them, for as long as it lives.</summary>
internal sealed class Telemetry : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ConcurrentDictionary<string, byte> _measurements = new();
    private readonly ActivityListener _activities = new()
    {
        ShouldListenTo = static _ => true,
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        SampleUsingParentId = static (ref ActivityCreationOptions<string> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    private readonly MeterListener _meters = new();

    public Telemetry()
    {
        // When they start: a check that is left behind may never stop its own.
        _activities.ActivityStarted = _spans.Enqueue;
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<byte>(Add);
        _meters.SetMeasurementEventCallback<short>(Add);
        _meters.SetMeasurementEventCallback<int>(Add);
        _meters.SetMeasurementEventCallback<long>(Add);
        _meters.SetMeasurementEventCallback<float>(Add);
        _meters.SetMeasurementEventCallback<double>(Add);
        _meters.SetMeasurementEventCallback<decimal>(Add);
        _meters.Start();
    }

    /// <summary>What the spans hold by now.</summary>
    /// <param name="withExceptions">Whether to look into the texts of exceptions, too.</param>
    public string Spans(bool withExceptions = true) => string.Join('\n', _spans.Select(span => Text(span, withExceptions)));

    /// <summary>The names and tags of what was measured by now.</summary>
    public string Measurements
    {
        get
        {
            _meters.RecordObservableInstruments();
            return string.Join('\n', _measurements.Keys);
        }
    }

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    private void Add<T>(Instrument instrument, T measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        _measurements.TryAdd($"{instrument.Meter.Name} {Text(instrument.Meter.Tags)} {instrument.Name} {Text(instrument.Tags)} {Text(tags.ToArray())}", 0);

    private static string Text(Activity span, bool withExceptions) => string.Join(' ', [
        span.Source.Name, span.OperationName, span.DisplayName, withExceptions ? span.StatusDescription : "", span.TraceStateString, Text(span.TagObjects),
        .. span.Baggage.Select(static item => $"{item.Key}={item.Value}"),
        .. span.Events.Where(happened => withExceptions || happened.Name != "exception").Select(static happened => $"{happened.Name} {Text(happened.Tags)}"),
        .. span.Links.Select(static link => Text(link.Tags))]);

    private static string Text(IEnumerable<KeyValuePair<string, object?>>? tags) =>
        string.Join(' ', (tags ?? []).Select(static tag => $"{tag.Key}={Text(tag.Value)}"));

    private static string Text(object? value) => value is IEnumerable values and not string ? string.Join(',', values.Cast<object?>()) : $"{value}";
}
