namespace Philae.HealthChecks;

/// <summary>Settings of the whole report. Set with <c>services.Configure&lt;PhilaeOptions&gt;(…)</c>; checked when the host starts.</summary>
public sealed class PhilaeOptions
{
    /// <summary>
    /// The longest that a report may take. A probe that is not done by then is reported as
    /// <c>prober: context deadline exceeded</c>; the others keep their results.
    /// From 1 millisecond to 1 day; default 10 seconds, as go-philae.
    /// </summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// For how long a finished result is served again where a probe does not say otherwise (<see cref="ProbeOptions.MaxAge"/>).
    /// From zero, each request that finds no run in flight starts one, to 1 day; default zero.
    /// </summary>
    public TimeSpan MaxAge { get; set; }

    /// <summary>
    /// The same for unhealthy results, so that a recovery can be seen sooner. From zero to 1 day. Null: as <see cref="MaxAge"/>.
    /// Default: null.
    /// </summary>
    public TimeSpan? UnhealthyMaxAge { get; set; }

    /// <summary>
    /// For how long the host goes on serving, unready, once it has been told to stop, so that load balancers see it and send
    /// nobody any more; 5 to 15 seconds is usual. It is part of the host's <c>ShutdownTimeout</c> (30 seconds by default) and
    /// must be less. From zero to 1 day; default zero.
    /// </summary>
    public TimeSpan DrainDelay { get; set; }
}
