using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Engine;

/// <summary>
/// A probe as Microsoft's engine sees it. The engine creates one for each check, before it starts its own timer: so this one has waited
/// at least as long, however late it is called.
/// </summary>
internal sealed class ProbeHealthCheck(ProbeRunner runner, ProbeRunners all) : IHealthCheck
{
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(20);
    private readonly long _start = all.Time.GetTimestamp();

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task<ProbeOutcome> outcome = StartOrJoin(new CheckRequest(Via.None, all.Time.GetTimestamp(), all.Watch));
            return (await outcome.WaitAsync(cancellationToken).ConfigureAwait(false)).Result;
        }
        catch (OperationCanceledException) when (all.Time.GetElapsedTime(_start) >= runner.Deadline - TimerSlack)
        {
            // The engine has its own timer for the same deadline, which this sees as the caller's cancellation. It may fire a little earlier than ours.
            return runner.TimedOut().Result;
        }
    }

    // A run that was added starts in any case: its runner already counts it as in flight, and others wait for it.
    private Task<ProbeOutcome> StartOrJoin(CheckRequest request)
    {
        try
        {
            return runner.StartOrJoin(request);
        }
        finally
        {
            _ = request.Starts.StartAsync();
        }
    }
}
