using System.Diagnostics;

namespace Philae.HealthChecks.Telemetry;

/// <summary>
/// What a probe's check begins in where its own spans are to stay out of traces: an activity that is not sampled, which samplers that
/// heed the parent go by. It serves from run to run, until a check has written to it or ended it.
/// </summary>
internal sealed class UnsampledActivityScope
{
    private const string Name = "philae.quiet";

    private Activity? _activity;
    private ExecutionContext? _context;

    /// <summary>Makes it, unless it can serve again. The caller has no ambient state, not even what listeners to a run's span leave behind: all runs would have it.</summary>
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

    /// <summary>Makes it what is around the caller, and all that is.</summary>
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
