namespace Philae.HealthChecks;

/// <summary>
/// Is notified when a probe changes its state. Register observers with <c>services.AddSingleton&lt;IProbeObserver, …&gt;()</c>,
/// as many as you like. Use them for paging, events and tests.
/// </summary>
public interface IProbeObserver
{
    /// <summary>
    /// Called once for each change, in order, one call at a time. It runs separately from the checks, so it may be slow. An
    /// exception is logged and has no other effect.
    /// </summary>
    /// <param name="change">The change.</param>
    void OnStateChanged(ProbeStateChange change);
}
