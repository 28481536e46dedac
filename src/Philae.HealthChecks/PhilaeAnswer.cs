using System.Collections.ObjectModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks;

/// <summary>The answer to a <see cref="PhilaeRequest"/>.</summary>
public sealed class PhilaeAnswer
{
    /// <summary>The report, in the order of registration.</summary>
    public required HealthReport Report { get; init; }

    /// <summary>The age of the oldest result in the report; zero if all are new.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>
    /// The headers to send with the report, by name: the application's id and, if another Philae service requested the report, the states by which
    /// services that probe each other recognize loops. They hold the names of probes and why they fail.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
