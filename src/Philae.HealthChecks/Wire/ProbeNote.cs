using System.Collections.ObjectModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Wire;

/// <summary>The library's note on a result, which the report shows in the probe's comment. It travels in place of the result's data.</summary>
internal sealed class ProbeNote(string text) : ReadOnlyDictionary<string, object>(new Dictionary<string, object> { ["Philae"] = text })
{
    public string Text => text;

    /// <summary>Null: there is none. Foreign data is not touched.</summary>
    public static string? Of(in HealthReportEntry entry) => (entry.Data as ProbeNote)?.Text;
}
