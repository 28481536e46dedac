using System.Collections.ObjectModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Running;

/// <summary>A remark of ours on a result, which the report shows in the probe's comment. It travels in the result's data.</summary>
internal sealed record ProbeNote(string Text)
{
    private const string Key = "Philae";

    public static IReadOnlyDictionary<string, object> Data(string text) =>
        new ReadOnlyDictionary<string, object>(new Dictionary<string, object> { [Key] = new ProbeNote(text) });

    public static string? Of(in HealthReportEntry entry) =>
        entry.Data.Count > 0 && entry.Data.TryGetValue(Key, out object? value) && value is ProbeNote note ? note.Text : null;

    public override string ToString() => Text;
}
