using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Running;

/// <summary>
/// A probe as Microsoft's engine sees it. The engine makes one for each check, before it starts its own timer for it: so this
/// one has waited longer, however late its turn comes.
/// </summary>
internal sealed class ProbeHealthCheck(ProbeRunner runner) : IHealthCheck
{
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(20);
    private readonly long _start = runner.Time.GetTimestamp();

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = new CheckBatch(Via.None, runner.Time.GetTimestamp());
            PoolWatch.Enter(batch);
            try
            {
                Task<ProbeOutcome> outcome = RunAsync(batch);
                return (await outcome.WaitAsync(cancellationToken).ConfigureAwait(false)).Result;
            }
            finally
            {
                PoolWatch.Leave(batch);
            }
        }
        catch (OperationCanceledException) when (runner.Time.GetElapsedTime(_start) >= runner.Deadline - TimerSlack)
        {
            // The engine has a timer of its own for the same deadline, cancels what we see as the caller, and may be a little
            // earlier than ours.
            return runner.Check.Late().Result;
        }
    }

    // A run that was added begins in any case: it is in flight for its runner already, and others wait for it.
    private Task<ProbeOutcome> RunAsync(CheckBatch batch)
    {
        try
        {
            return runner.RunAsync(batch);
        }
        finally
        {
            _ = batch.BeginAsync();
        }
    }
}
