using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Errors;

namespace Philae.HealthChecks.Telemetry;

/// <summary>Spans of reports and of probes. Without a listener there are none, at no cost.</summary>
internal static class ProbeTracing
{
    private static readonly ActivitySource Source = new(PhilaeTelemetry.ActivitySourceName);

    public static Activity? StartReport() => Source.HasListeners() ? Start("philae.report", default) : null;

    /// <summary>Ends the report's span, apart from the caller: a listener may block, and the report must not wait for it.</summary>
    /// <param name="span">Null: there is no listener.</param>
    /// <param name="status">The report's. Null: there is no report, as the caller left or it failed.</param>
    /// <param name="probes">How many entries the report has.</param>
    public static void EndReport(Activity? span, HealthStatus? status, int probes)
    {
        if (span is not null)
        {
            if (status is { } outcome)
            {
                span.SetTag("philae.report.outcome", ProbeMetrics.Text(outcome));
                span.SetTag("philae.report.probes", probes);
            }

            span.SetEndTime(Now);
            ThreadPool.UnsafeQueueUserWorkItem(static span => Listeners.SafeInvoke(span.Dispose), span, preferLocal: false);
        }
    }

    /// <summary>The span of the request that starts a run: it becomes the parent, though nothing else of the request reaches the run.</summary>
    public static ActivityContext Parent() => Source.HasListeners() && Activity.Current is { } current ? current.Context : default;

    /// <summary>Starts a run's span.</summary>
    public static Activity? StartProbe(string probe, ActivityContext parent)
    {
        Activity? span = Source.HasListeners() ? Start($"philae.probe {LogText.Escape(probe)}", parent) : null;
        span?.SetTag("philae.probe.name", probe);
        return span;
    }

    /// <summary>Sets when a run's span ends, without notifying listeners yet.</summary>
    public static void SetEndTime(Activity? span) => span?.SetEndTime(Now);

    /// <summary>Ends a run's span, whose listeners may block the caller.</summary>
    public static void EndProbe(Activity? span, HealthStatus status, string? reason, bool isAbandoned)
    {
        if (span is not null)
        {
            span.SetTag("philae.probe.outcome", isAbandoned ? "abandoned" : ProbeMetrics.Text(status));
            if (status == HealthStatus.Unhealthy)
            {
                span.SetStatus(ActivityStatusCode.Error, reason);
            }

            Listeners.SafeInvoke(span.Dispose);
        }
    }

    // Spans have the system's time, whatever clock the application gives the checks.
    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    // A listener may fail.
    private static Activity? Start(string name, ActivityContext parent)
    {
        Activity? span = null;
        Listeners.SafeInvoke(() => span = Source.StartActivity(name, ActivityKind.Internal, parent));
        return span;
    }
}
