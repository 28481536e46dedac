using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>That the search finds: a test that looks for what is not there is worth no more.</summary>
[Collection(nameof(WholeProcess))]
public sealed class SecretTests
{
    private static readonly Dictionary<string, Func<string, string>> Encodings = new()
    {
        ["as it is"] = static text => text,
        ["upper case"] = static text => text.ToUpperInvariant(),
        ["percent"] = Uri.EscapeDataString,
        ["JSON"] = static text => JsonSerializer.Serialize(text),
        ["HTML"] = HtmlEncoder.Default.Encode,
        ["base64"] = static text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
        ["base64, one before"] = static text => Convert.ToBase64String(Encoding.UTF8.GetBytes($":{text}")),
        ["basic authentication"] = static text => Convert.ToBase64String(Encoding.UTF8.GetBytes($"probe:{text}")),
        ["basic authentication, longer user"] = static text => Convert.ToBase64String(Encoding.UTF8.GetBytes($"prober:{text}:")),
        ["hexadecimal"] = static text => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
        ["first half"] = static text => text[..14],
        ["second half"] = static text => text[^14..],
    };

    public static IEnumerable<TheoryDataRow<string>> Names() => Encodings.Keys.Select(static name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void FindIn_Encoded_Finds(string encoding)
    {
        foreach (Secret secret in (Secret[])[Secret.Plain(), Secret.Awkward()])
        {
            secret.FindIn($"before {Encodings[encoding](secret.Text)} after").Should().NotBeNull();
        }
    }

    [Fact]
    public void FindIn_AnotherSecret_FindsNothing() => Secret.Plain().FindIn($"{Secret.Plain().Text} {Secret.Awkward().Text}").Should().BeNull();

    [Fact]
    public void Spans_WhateverPart_IsHeard()
    {
        using var telemetry = new Telemetry();
        using var source = new ActivitySource("anyone");
        using (Activity? span = source.StartActivity("operation"))
        {
            span!.SetTag("tag", "of a tag").SetTag("tags", new List<string> { "of tags" }).SetStatus(ActivityStatusCode.Error, "of the status");
            span.SetBaggage("baggage", "of the baggage").AddException(new InvalidOperationException("of an exception")).DisplayName = "of the name";
        }

        telemetry.Spans().Should().ContainAll("of a tag", "of tags", "of the status", "of the baggage", "of an exception", "of the name");
        telemetry.Spans(withExceptions: false).Should().NotContainAny("of an exception", "of the status").And.Contain("of a tag");
    }

    [Fact]
    public void Measurements_AnyInstrument_AreHeard()
    {
        using var telemetry = new Telemetry();
        using var meter = new Meter("anyone");
        meter.CreateCounter<long>("counter").Add(1, new KeyValuePair<string, object?>("tag", "of a counter"));
        meter.CreateHistogram<double>("histogram").Record(1, new KeyValuePair<string, object?>("tag", "of a histogram"));
        meter.CreateObservableGauge("gauge", static () => new Measurement<int>(1, new KeyValuePair<string, object?>("tag", "of a gauge")));

        telemetry.Measurements.Should().ContainAll("of a counter", "of a histogram", "of a gauge");
    }
}
