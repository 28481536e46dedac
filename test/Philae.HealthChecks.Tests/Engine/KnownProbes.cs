namespace Philae.HealthChecks.Tests.Engine;

/// <summary>Counts the probes that have had an outcome: a clock that is moved then finds them done.</summary>
internal sealed class KnownProbes : IProbeObserver
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void OnStateChanged(ProbeStateChange change)
    {
        if (change.From is null)
        {
            Interlocked.Increment(ref _count);
        }
    }
}
