using Microsoft.Extensions.Logging;
using Philae.HealthChecks;

namespace Snippets;

public sealed class Pager(ILogger<Pager> logger) : IProbeObserver
{
    public void OnStateChanged(ProbeStateChange change) =>
        logger.LogCritical("{Probe} went from {From} to {To}: {Reason}", change.Probe, change.From, change.To, change.Reason);
}
