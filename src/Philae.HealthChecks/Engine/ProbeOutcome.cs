using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Wire;

namespace Philae.HealthChecks.Engine;

/// <summary>What one run came to: shared by all its callers, and served again while it is current.</summary>
/// <param name="Check">The result of the check.</param>
/// <param name="Duration">How long the run took until the outcome was known.</param>
/// <param name="Timestamp">When the outcome was known.</param>
/// <param name="CurrentUntil">When it becomes stale; the same as <paramref name="Timestamp"/> if it is never served again.</param>
/// <param name="IsTimedOut">Whether the run was abandoned at its deadline.</param>
/// <param name="IsOverBudget">Whether it is for one caller only, which waits less long than others would: it is no state of the probe.</param>
/// <param name="InFlightSince">When the run in flight started, if the outcome is older than that run and for a caller that must not wait for it.</param>
internal sealed record ProbeOutcome(
    CheckResult Check, TimeSpan Duration, long Timestamp, long CurrentUntil, bool IsTimedOut = false, bool IsOverBudget = false, long? InFlightSince = null)
{
    public HealthCheckResult Result => Check.Result;

    /// <summary>The outcome of a probe once the application has been disposed: its clients are gone, and no check starts.</summary>
    public static ProbeOutcome Stopped(ProbeCheck check, long now) =>
        new(check.Failed(new ProbeException("the application has stopped", FailureReason.Cancelled)), TimeSpan.Zero, now, now);

    /// <summary>The outcome of a probe that was skipped: healthy, with the reason as its note.</summary>
    public static ProbeOutcome Skipped(string why, long now) =>
        new(new CheckResult(new HealthCheckResult(HealthStatus.Healthy, data: new ProbeNote(why)), null), TimeSpan.Zero, now, now);
}
