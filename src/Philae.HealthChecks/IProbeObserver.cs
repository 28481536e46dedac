namespace Philae.HealthChecks;

/// <summary>
/// Is told when a probe changes its state: register it with <c>services.AddSingleton&lt;IProbeObserver, …&gt;()</c>, as many as you
/// like. For paging, events and tests.
/// </summary>
public interface IProbeObserver
{
    /// <summary>
    /// Called once for each change, in their order, one at a time, apart from the checks: it may take its time. What it throws
    /// is logged and goes no further.
    /// </summary>
    /// <param name="change">What has changed.</param>
    void OnStateChanged(ProbeStateChange change);
}
