using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Wire;

namespace Philae.HealthChecks.Telemetry;

/// <summary>Spans of reports and of probes. Without a listener there are none, and nothing is paid for them.</summary>
internal static class ProbeTracing
{
    private static readonly ActivitySource Source = new(PhilaeTelemetry.ActivitySourceName);

    // What a check sees as the activity around it: one that is not sampled, so that samplers which heed the parent leave the
    // drivers' own spans out. It never ends.
    private static readonly Activity Quiet = StartQuiet();

    public static Activity? StartReport() => Source.HasListeners() ? Source.StartActivity("philae.report") : null;

    public static void EndReport(Activity? span, HealthReport report)
    {
        if (span is not null)
        {
            span.SetTag("philae.report.outcome", ProbeMetrics.Text(report.Status));
            span.SetTag("philae.report.probes", report.Entries.Count);
            span.Dispose();
        }
    }

    /// <summary>Of the request that a run begins for: its span is the parent, though nothing else of the request is taken along.</summary>
    public static ActivityContext Parent() => Source.HasListeners() && Activity.Current is { } current ? current.Context : default;

    /// <summary>Begins a run's span, and hides it from what the check does unless it is to be seen.</summary>
    public static Activity? StartProbe(string probe, ActivityContext parent, bool tracesDrivers)
    {
        Activity? span = Source.HasListeners() ? Source.StartActivity($"philae.probe {probe}", ActivityKind.Internal, parent) : null;
        span?.SetTag("philae.probe.name", probe);
        if (!tracesDrivers)
        {
            Activity.Current = Quiet;
        }

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

            span.Dispose();
        }
    }

    private static Activity StartQuiet()
    {
        Activity? before = Activity.Current;
        Activity quiet = new Activity("philae.quiet").SetIdFormat(ActivityIdFormat.W3C).SetParentId(ActivityTraceId.CreateRandom(), default).Start();
        Activity.Current = before;
        return quiet;
    }
}
