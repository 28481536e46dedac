using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks;

/// <summary>What a request for the report is answered with.</summary>
/// <param name="Report">The report, in the order of registration.</param>
/// <param name="Age">How old the oldest result in it is; zero where all are of this moment.</param>
public sealed record PhilaeAnswer(HealthReport Report, TimeSpan Age)
{
    /// <summary>
    /// What to send back in <see cref="PhilaeProber.MembersHeader"/>, with the names of probes and why they fail. Null: nothing, as no other
    /// service asks.
    /// </summary>
    public string? Members { get; init; }
}
