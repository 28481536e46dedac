using k8s.Models;

namespace Philae.HealthChecks.Docs.Tests.Kubernetes;

/// <summary>One probe of a container: counts as the kubelet does.</summary>
internal sealed class KubeletProbe(V1Probe probe, Pod pod)
{
    private int _successesInARow;
    private int _failuresInARow;
    private long _asked;
    private long _failed;

    public TimeSpan Period { get; } = TimeSpan.FromSeconds(probe.PeriodSeconds ?? 10);

    public int FailureThreshold { get; } = probe.FailureThreshold ?? 3;

    public long Asked => Interlocked.Read(ref _asked);

    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Null until one of the thresholds is reached for the first time; from then on what was reached last.</summary>
    public async Task<bool?> AskAsync()
    {
        bool success = await pod.AskAsync(probe.HttpGet);
        (_successesInARow, _failuresInARow) = success ? (_successesInARow + 1, 0) : (0, _failuresInARow + 1);
        Interlocked.Add(ref _failed, success ? 0 : 1);
        Interlocked.Increment(ref _asked);
        return _successesInARow >= (probe.SuccessThreshold ?? 1) ? true : _failuresInARow >= FailureThreshold ? false : null;
    }
}
