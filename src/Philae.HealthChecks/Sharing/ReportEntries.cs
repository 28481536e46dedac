using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Engine;
using Philae.HealthChecks.Errors;
using Philae.HealthChecks.Wire;

namespace Philae.HealthChecks.Sharing;

/// <summary>A report's entries in the order of registration. Names are compared as Microsoft's engine does: in any case.</summary>
internal sealed class ReportEntries(CheckGroup group, ProbeOutcome[] outcomes) : IReadOnlyDictionary<string, HealthReportEntry>, IIndexedEntries
{
    public int Count => outcomes.Length;

    public IEnumerable<string> Keys => group.Checks.Select(static check => check.Name);

    public IEnumerable<HealthReportEntry> Values => Enumerable.Range(0, Count).Select(Entry);

    public HealthReportEntry this[string key] => TryGetValue(key, out HealthReportEntry entry) ? entry : throw new KeyNotFoundException($"The report has no entry '{key}'.");

    public bool ContainsKey(string key) => group.IndexOf(key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out HealthReportEntry value)
    {
        int index = group.IndexOf(key);
        value = index >= 0 ? Entry(index) : default;
        return index >= 0;
    }

    public IEnumerator<KeyValuePair<string, HealthReportEntry>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return new(Name(i), Entry(i));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public string Name(int index) => group.Checks[index].Name;

    public ErrorChain? Error(int index) => outcomes[index].Check.Error;

    public HealthReportEntry Entry(int index)
    {
        ProbeOutcome outcome = outcomes[index];
        HealthCheckResult result = outcome.Result;
        return new(result.Status, result.Description, outcome.Duration, result.Exception, result.Data, group.Checks[index].Tags);
    }
}
