using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Running;

/// <summary>What a round came to.</summary>
internal sealed class RoundAnswer
{
    private readonly CheckGroup _group;
    private readonly CheckRound _round;
    private readonly ProbeOutcome[] _outcomes;
    private readonly long _freshUntil = long.MaxValue;
    private readonly long _newest;
    private readonly bool _isAnyLate;

    public RoundAnswer(CheckGroup group, CheckRound round, ProbeOutcome[] outcomes)
    {
        (_group, _round, _outcomes) = (group, round, outcomes);
        foreach (ProbeOutcome outcome in outcomes)
        {
            Status = outcome.Result.Status < Status ? outcome.Result.Status : Status;
            Oldest = Math.Min(Oldest, outcome.Timestamp);
            _newest = Math.Max(_newest, outcome.Timestamp);
            _isAnyLate |= outcome.IsLate;
            _freshUntil = outcome.IsLate ? _freshUntil : Math.Min(_freshUntil, outcome.FreshUntil);
        }

        Entries = new ReportEntries(group, outcomes);
    }

    /// <summary>The worst in it; healthy where there is nothing in it.</summary>
    public HealthStatus Status { get; } = HealthStatus.Healthy;

    /// <summary>When the oldest outcome in it was known.</summary>
    public long Oldest { get; } = long.MaxValue;

    public ReportEntries Entries { get; }

    /// <summary>Whether more than one request is answered with it.</summary>
    public bool IsShared => _round.IsShared;

    /// <summary>The report as it is sent to those who share it; null before.</summary>
    public byte[]? Body { get; set; }

    /// <summary>What it says to another service, whoever may read the report.</summary>
    public string? Members(bool named) => _group.Members(_outcomes).Format(named, _group.Clock);

    /// <summary>Whether it says what whoever asks now would be told.</summary>
    public bool HoldsAt(long now) => now < _freshUntil && ((now >= _newest && !_isAnyLate) || EachHoldsAt(now));

    public HealthReport Report(TimeSpan duration) => new(Entries, Status, duration);

    private bool EachHoldsAt(long now)
    {
        for (int check = 0; check < _outcomes.Length; check++)
        {
            if (!_group.Holds(check, _outcomes[check], now))
            {
                return false;
            }
        }

        return true;
    }
}
