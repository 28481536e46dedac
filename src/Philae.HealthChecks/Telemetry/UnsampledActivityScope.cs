using System.Diagnostics;

namespace Philae.HealthChecks.Telemetry;

/// <summary>
/// Keeps the spans of a probe's check out of traces: the check starts in an activity that is not sampled, and samplers that follow
/// the parent do not sample its spans either. It serves from run to run, until a check has written to it or ended it.
/// </summary>
internal sealed class UnsampledActivityScope
{
    private const string Name = "philae.quiet";

    private Activity? _activity;
    private ExecutionContext? _context;

    /// <summary>Creates the activity, unless it can serve again. The caller has no ambient state, not even what listeners of a run's span leave: all runs would get it.</summary>
    public void Prepare()
    {
        if (_activity is null || IsUsed(_activity))
        {
            var activity = new Activity(Name) { IsAllDataRequested = false }.SetIdFormat(ActivityIdFormat.W3C).SetParentId(ActivityTraceId.CreateRandom(), default);
            Listeners.SafeInvoke(
                static activity =>
                {
                    Activity.Current = null;
                    activity.Start();
                },
                activity);
            (_activity, _context) = (activity, ExecutionContext.Capture());
            Listeners.SafeInvoke(static () => Activity.Current = null);
        }
    }

    /// <summary>Makes it the caller's only ambient state.</summary>
    public void Enter()
    {
        if (_context is not null)
        {
            ExecutionContext.Restore(_context);
        }
    }

    private static bool IsUsed(Activity activity) =>
        activity.IsStopped
        || activity.IsAllDataRequested
        || activity.ActivityTraceFlags != ActivityTraceFlags.None
        || activity.Status != ActivityStatusCode.Unset
        || activity.TraceStateString is not null
        || activity.DisplayName != Name
        || activity.EnumerateTagObjects().MoveNext()
        || activity.EnumerateEvents().MoveNext()
        || activity.EnumerateLinks().MoveNext()
        || activity.Baggage.Any();
}
