using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.LoopDetection;
using Philae.HealthChecks.Telemetry;
using Philae.HealthChecks.Wire;

namespace Philae.HealthChecks.Engine;

/// <summary>
/// A probe's state: its last outcome, and since when its status has been what it is. The status changes only after as many results in a
/// row as the threshold demands; the first result counts at once.
/// </summary>
/// <param name="name">The probe's.</param>
/// <param name="deadline">The longest that a caller waits for a run.</param>
/// <param name="time">The clock.</param>
/// <param name="changes">Takes each change of the status.</param>
internal sealed class ProbeState(string name, TimeSpan deadline, TimeProvider time, StateChanges changes)
{
    private volatile ProbeOutcome? _last;
    private volatile bool _isClosed;
    private int _resultsAgainst;
    private long _since;

    /// <summary>Null before the first.</summary>
    public ProbeOutcome? Last => _last;

    /// <summary>Null before the first outcome.</summary>
    public HealthStatus? Status => _last?.Result.Status;

    /// <summary>
    /// Whether an outcome may be served again. The clock is the application's and may go backwards: an outcome from further ahead than a caller
    /// can have waited is not current, or it would be until the clock has caught up.
    /// </summary>
    public bool IsCurrent(ProbeOutcome outcome, long now) =>
        now < outcome.CurrentUntil
        && (now >= outcome.Timestamp || time.GetElapsedTime(now, outcome.CurrentUntil) <= deadline + time.GetElapsedTime(outcome.Timestamp, outcome.CurrentUntil));

    /// <summary>How much time has passed; never less than none, whatever the clock does.</summary>
    public TimeSpan Elapsed(long from, long to) => to > from ? time.GetElapsedTime(from, to) : TimeSpan.Zero;

    /// <summary>Records what a run came to. Never two at a time; calls no foreign code.</summary>
    public ProbeOutcome Record(CheckResult result, ProbePolicy policy, long start, bool isTimedOut)
    {
        long now = time.GetTimestamp();
        TimeSpan duration = Elapsed(start, now);
        if (ServiceDownException.Of(result.Result.Exception) is { IsOverBudget: true })
        {
            return new ProbeOutcome(result, duration, now, now, IsOverBudget: true);
        }

        CheckResult reported = Reported(result, policy);
        TimeSpan age = isTimedOut ? TimeSpan.Zero : policy.MaxAgeOf(reported.Status);
        return Set(new ProbeOutcome(reported, duration, now, now + (long)(age.TotalSeconds * time.TimestampFrequency), isTimedOut));
    }

    /// <summary>Records that a run is still abandoned, whatever the thresholds say.</summary>
    public ProbeOutcome RecordAbandoned(CheckResult timedOut, long start)
    {
        _resultsAgainst = 0;
        long now = time.GetTimestamp();
        return Set(new ProbeOutcome(timedOut, Elapsed(start, now), now, now, IsTimedOut: true));
    }

    /// <summary>Ends the changes: the host's end is no change of the probe.</summary>
    public void Close() => _isClosed = true;

    private CheckResult Reported(CheckResult result, ProbePolicy policy)
    {
        if (_last?.Check is not { } last || IsDown(last) == IsDown(result) || ++_resultsAgainst >= Threshold(last, policy))
        {
            _resultsAgainst = 0;
            return result;
        }

        return last.With(new ProbeNote(IsDown(last) ? $"succeeded {_resultsAgainst} of {policy.SuccessThreshold}" : $"failed {_resultsAgainst} of {policy.FailureThreshold}"));
    }

    private ProbeOutcome Set(ProbeOutcome outcome)
    {
        HealthStatus? before = Status;
        _last = outcome;
        if (before != outcome.Result.Status && !_isClosed)
        {
            TimeSpan lasted = before is null ? TimeSpan.Zero : Elapsed(_since, outcome.Timestamp);
            _since = outcome.Timestamp;
            changes.Add(new() { Probe = name, From = before, To = outcome.Result.Status, Lasted = lasted, Reason = outcome.Check.Reason });
        }

        return outcome;
    }

    private static int Threshold(CheckResult last, ProbePolicy policy) => IsDown(last) ? policy.SuccessThreshold : policy.FailureThreshold;

    private static bool IsDown(CheckResult result) => result.Status == HealthStatus.Unhealthy;
}
