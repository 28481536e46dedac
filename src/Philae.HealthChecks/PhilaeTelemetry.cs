namespace Philae.HealthChecks;

/// <summary>The names of this library's telemetry.</summary>
public static class PhilaeTelemetry
{
    /// <summary>
    /// The meter: <c>philae.probe.duration</c> (histogram, seconds), <c>philae.probe.status</c> (gauge: 1 healthy, 0.5 degraded, 0
    /// unhealthy), <c>philae.probe.shared</c> and <c>philae.probe.abandoned</c> (counters).
    /// </summary>
    public const string MeterName = "Philae.HealthChecks";

    /// <summary>The activity source: a span for each report and each run of a probe.</summary>
    public const string ActivitySourceName = "Philae.HealthChecks";

    /// <summary>The category of the log lines.</summary>
    internal const string LogCategory = "Philae.HealthChecks";
}
