using Philae.HealthChecks.Engine;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Sharing;

/// <summary>The latest report on a group of checks, which concurrent and later requests share while nothing in it is stale.</summary>
internal sealed class SharedReport(CheckGroup group, ProbeRunners runners)
{
    private ReportSnapshot? _latest;

    /// <summary>How many checks it reports on.</summary>
    public int Count => group.Checks.Length;

    /// <summary>Returns the snapshot for a request: the latest, unless something in it is stale.</summary>
    /// <param name="via">The services that the request has passed through.</param>
    /// <param name="cancellationToken">The caller's, for unguarded health checks; the runs of probes belong to no caller.</param>
    public Task<ReportSnapshot> GetAsync(Via via, CancellationToken cancellationToken)
    {
        if (via.IsNested || !group.IsShareable)
        {
            return new ReportSnapshot(group).RunAsync(via, cancellationToken);
        }

        ReportSnapshot? latest;
        ReportSnapshot next;
        do
        {
            latest = Volatile.Read(ref _latest);
            if (latest is not null && latest.IsCurrent(group.Now))
            {
                runners.RecordCoalesced(group.Runners);
                return latest.JoinAsync();
            }

            next = new ReportSnapshot(group);
        }
        while (Interlocked.CompareExchange(ref _latest, next, latest) != latest);
        return next.RunAsync(via, cancellationToken);
    }
}
