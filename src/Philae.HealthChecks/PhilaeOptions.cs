using Microsoft.Extensions.Logging;

namespace Philae.HealthChecks;

/// <summary>
/// Settings of the whole report. Set them with <c>services.Configure&lt;PhilaeOptions&gt;(…)</c>. They are validated when the
/// host starts.
/// </summary>
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

    /// <summary>
    /// How many services a request may have come through, each asked by the one before (<c>AddPhilaeService</c>), and still be
    /// passed on; beyond, other services are not asked. From 1 to 32; default 8.
    /// </summary>
    public int MaxServiceDepth { get; set; } = 8;

    /// <summary>At which level each report is logged, in one line. <see cref="LogLevel.None"/>: not at all. Default: <see cref="LogLevel.Debug"/>.</summary>
    public LogLevel ReportLogLevel { get; set; } = LogLevel.Debug;

    /// <summary>
    /// At which level it is logged that a probe has become unhealthy or degraded, with the reason and how long it had been
    /// otherwise. <see cref="LogLevel.None"/>: not at all. Default: <see cref="LogLevel.Warning"/>.
    /// </summary>
    public LogLevel FailureLogLevel { get; set; } = LogLevel.Warning;

    /// <summary>
    /// At which level it is logged that a probe is healthy again, and how long it had not been. <see cref="LogLevel.None"/>: not
    /// at all. Default: <see cref="LogLevel.Information"/>.
    /// </summary>
    public LogLevel RecoveryLogLevel { get; set; } = LogLevel.Information;

    /// <summary>
    /// Whether the drivers' own spans (<c>PING</c>, <c>SELECT 1</c>, HTTP requests) belong into the traces, below the probe's.
    /// Otherwise the checks see an activity that is not sampled, and samplers that heed the parent, as OpenTelemetry's default
    /// does, leave those spans out. Default: false.
    /// </summary>
    public bool TraceDrivers { get; set; }
}
