using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Running;

/// <summary>Runs the health checks that nobody guards: each anew for each request, in an engine call of its own, which can be left behind.</summary>
internal sealed class OtherChecks(HealthCheckService engine, TimeSpan deadline, TimeProvider time)
{
    public async Task<ProbeOutcome> CheckAsync(HealthCheckRegistration registration, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        var stop = new CancellationTokenSource();
        Task<HealthReport> check = engine.CheckHealthAsync(candidate => ReferenceEquals(candidate, registration), stop.Token);
        await ((Task)check).WaitAsync(deadline, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        long now = time.GetTimestamp();
        if (check.IsCompletedSuccessfully)
        {
            HealthReportEntry entry = check.Result.Entries[registration.Name];
            return new ProbeOutcome(new HealthCheckResult(entry.Status, entry.Description, entry.Exception, entry.Data), entry.Duration, now, now);
        }

        _ = stop.CancelAsync();

        // The engine throws only where the check could not even be made.
        Exception cause = check.Exception?.InnerException ?? ProbeFailedException.Late();
        return new ProbeOutcome(new HealthCheckResult(registration.FailureStatus, null, cause), time.GetElapsedTime(start, now), now, now);
    }
}
