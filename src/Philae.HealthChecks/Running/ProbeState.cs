using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Running;

/// <summary>Keeps a probe's state until so many results in a row say otherwise. The first result counts at once.</summary>
internal sealed class ProbeState
{
    private CheckResult? _last;
    private int _against;

    /// <summary>What to report, given the newest result.</summary>
    public CheckResult Next(CheckResult result, ProbePolicy policy)
    {
        if (_last is not { } last || IsDown(last) == IsDown(result) || ++_against >= Threshold(last, policy))
        {
            return Set(result);
        }

        string note = IsDown(last) ? $"succeeded {_against} of {policy.SuccessThreshold}" : $"failed {_against} of {policy.FailureThreshold}";
        return last.With(new ProbeNote(note));
    }

    /// <summary>Reports a result whatever the thresholds say.</summary>
    public CheckResult Set(CheckResult result)
    {
        _against = 0;
        _last = result;
        return result;
    }

    private static int Threshold(CheckResult last, ProbePolicy policy) => IsDown(last) ? policy.SuccessThreshold : policy.FailureThreshold;

    private static bool IsDown(CheckResult result) => result.Status == HealthStatus.Unhealthy;
}
