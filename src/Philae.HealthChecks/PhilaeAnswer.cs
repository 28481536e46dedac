using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks;

/// <summary>What a request for the report is answered with.</summary>
/// <param name="Report">The report, in the order of registration.</param>
/// <param name="Age">How old the oldest result in it is; zero where all are of this moment.</param>
public sealed record PhilaeAnswer(HealthReport Report, TimeSpan Age);
