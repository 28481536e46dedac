using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Running;

/// <summary>What one run came to: shared by everyone who waited for it, and served again while it is fresh.</summary>
/// <param name="Check">What the check came to.</param>
/// <param name="Duration">How long the run took until the outcome was known.</param>
/// <param name="Timestamp">When that was.</param>
/// <param name="FreshUntil">When it is out of date; at once, where that is the same.</param>
/// <param name="IsLate">Whether the run was left behind at its deadline.</param>
/// <param name="IsCutShort">Whether it is for one caller only, which waits less long than others would: it is no state of the probe.</param>
/// <param name="InFlightSince">When the run in flight began, where the outcome is what was known before it, for a caller that must not wait for that run.</param>
internal sealed record ProbeOutcome(CheckResult Check, TimeSpan Duration, long Timestamp, long FreshUntil, bool IsLate = false, bool IsCutShort = false, long? InFlightSince = null)
{
    public HealthCheckResult Result => Check.Result;

    /// <summary>What is said of a probe once the application has been disposed: its clients are gone, and no check starts.</summary>
    public static ProbeOutcome Stopped(ProbeCheck check, long now) =>
        new(check.Failed(new ProbeException("the application has stopped", FailureReason.Cancelled)), TimeSpan.Zero, now, now);

    /// <summary>What is said of a probe that was not asked: healthy, and why.</summary>
    public static ProbeOutcome NotAsked(string why, long now) =>
        new(new CheckResult(new HealthCheckResult(HealthStatus.Healthy, data: new ProbeNote(why)), null), TimeSpan.Zero, now, now);
}
