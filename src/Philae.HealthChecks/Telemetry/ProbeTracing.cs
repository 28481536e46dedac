using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Running;
using Philae.HealthChecks.Wire;

namespace Philae.HealthChecks.Telemetry;

/// <summary>Spans of reports and of probes. Without a listener there are none, and nothing is paid for them.</summary>
internal static class ProbeTracing
{
    private static readonly ActivitySource Source = new(PhilaeTelemetry.ActivitySourceName);

    public static Activity? StartReport() => Source.HasListeners() ? Start("philae.report", default) : null;

    public static void EndReport(Activity? span, RoundAnswer answer)
    {
        if (span is not null)
        {
            span.SetTag("philae.report.outcome", ProbeMetrics.Text(answer.Status));
            span.SetTag("philae.report.probes", answer.Entries.Count);
            Listeners.Tell(span.Dispose);
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

    public static void EndProbe(Activity? span, HealthCheckResult result, bool abandoned)
    {
        if (span is not null)
        {
            span.SetTag("philae.probe.outcome", abandoned ? "abandoned" : ProbeMetrics.Text(result.Status));
            if (result.Status == HealthStatus.Unhealthy)
            {
                span.SetStatus(ActivityStatusCode.Error, ErrorChain.Reason(result));
            }

            Listeners.Tell(span.Dispose);
        }
    }

    // A listener may fail.
    private static Activity? Start(string name, ActivityContext parent)
    {
        Activity? span = null;
        Listeners.Tell(() => span = Source.StartActivity(name, ActivityKind.Internal, parent));
        return span;
    }
}
