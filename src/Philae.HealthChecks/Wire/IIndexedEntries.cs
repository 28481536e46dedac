using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Errors;

namespace Philae.HealthChecks.Wire;

/// <summary>The entries of a report whose errors have been read, by their place in it.</summary>
internal interface IIndexedEntries
{
    int Count { get; }

    string Name(int index);

    /// <summary>Why the entry is not healthy; null if it is.</summary>
    ErrorChain? Error(int index);

    HealthReportEntry Entry(int index);
}
