using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Running;

namespace Philae.HealthChecks.Telemetry;

/// <summary>Spans of reports and of probes. Without a listener there are none, and nothing is paid for them.</summary>
internal static class ProbeTracing
{
    private static readonly ActivitySource Source = new(PhilaeTelemetry.ActivitySourceName);

    public static Activity? StartReport() => Source.HasListeners() ? Start("philae.report", default) : null;

    /// <summary>Ends the report's span, apart from the caller: a listener may block, and the report must not wait for it.</summary>
    /// <param name="span">Null: there is no listener.</param>
    /// <param name="answer">Null: there is no report, as the caller left or it failed.</param>
    public static void EndReport(Activity? span, RoundAnswer? answer)
    {
        if (span is not null)
        {
            if (answer is not null)
            {
                span.SetTag("philae.report.outcome", ProbeMetrics.Text(answer.Status));
                span.SetTag("philae.report.probes", answer.Entries.Count);
            }

            span.SetEndTime(Now);
            ThreadPool.UnsafeQueueUserWorkItem(static span => Listeners.Tell(span.Dispose), span, preferLocal: false);
        }
    }

    /// <summary>Of the request that a run begins for: its span is the parent, though nothing else of the request is taken along.</summary>
    public static ActivityContext Parent() => Source.HasListeners() && Activity.Current is { } current ? current.Context : default;

    /// <summary>Begins a run's span.</summary>
    public static Activity? StartProbe(string probe, ActivityContext parent)
    {
        Activity? span = Source.HasListeners() ? Start($"philae.probe {LogText.Escape(probe)}", parent) : null;
        span?.SetTag("philae.probe.name", probe);
        return span;
    }

    /// <summary>Notes when a run's span ends. Listeners do not hear of it yet.</summary>
    public static void StopClock(Activity? span) => span?.SetEndTime(Now);

    /// <summary>Ends a run's span, whose listeners may block the caller.</summary>
    public static void EndProbe(Activity? span, CheckResult result, bool abandoned)
    {
        if (span is not null)
        {
            span.SetTag("philae.probe.outcome", abandoned ? "abandoned" : ProbeMetrics.Text(result.Status));
            if (result.Status == HealthStatus.Unhealthy)
            {
                span.SetStatus(ActivityStatusCode.Error, result.Reason);
            }

            Listeners.Tell(span.Dispose);
        }
    }

    // Spans have the system's time, whatever clock the application gives the checks.
    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    // A listener may fail.
    private static Activity? Start(string name, ActivityContext parent)
    {
        Activity? span = null;
        Listeners.Tell(() => span = Source.StartActivity(name, ActivityKind.Internal, parent));
        return span;
    }
}
