using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Errors;

namespace Philae.HealthChecks.Engine;

/// <summary>Runs the health checks that are neither probes nor guarded: each anew for each request, in a call of Microsoft's engine that can be abandoned.</summary>
internal sealed class UnguardedCheckRunner(HealthCheckService engine, TimeSpan deadline, TimeProvider time)
{
    private readonly ConcurrentDictionary<HealthCheckRegistration, ProbeOutcome> _last = new();

    /// <summary>The newest outcome of a check; null before the first.</summary>
    public ProbeOutcome? Last(HealthCheckRegistration registration) => _last.GetValueOrDefault(registration);

    /// <summary>Runs one.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled: the caller left.</exception>
    public async Task<ProbeOutcome> RunAsync(HealthCheckRegistration registration, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        var stop = new CancellationTokenSource();
        Task<(CheckResult Result, TimeSpan Duration)> check = Task.Run(() => CheckAsync(registration, stop.Token), CancellationToken.None);
        try
        {
            (CheckResult result, TimeSpan duration) = await check.WaitAsync(deadline, time, cancellationToken).ConfigureAwait(false);
            return Record(registration, result, duration);
        }
        catch (TimeoutException) when (!check.IsFaulted)
        {
            Abandon(check, stop);
            return Record(registration, CheckResult.Failed(registration.FailureStatus, ProbeFailedException.DeadlineExceeded()), time.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Abandon(check, stop);
            throw;
        }
        catch (Exception exception)
        {
            // The engine throws only if the check could not be made, or a logger of the application threw.
            return Record(registration, CheckResult.Failed(registration.FailureStatus, ProbeFailedException.Check(exception)), time.GetElapsedTime(start));
        }
    }

    // The result is read here, apart from the caller: its members may block.
    private async Task<(CheckResult Result, TimeSpan Duration)> CheckAsync(HealthCheckRegistration registration, CancellationToken cancellationToken)
    {
        try
        {
            HealthReport report = await engine.CheckHealthAsync(candidate => ReferenceEquals(candidate, registration), cancellationToken).ConfigureAwait(false);
            HealthReportEntry entry = report.Entries[registration.Name];
            return (CheckResult.ReadOnly(new HealthCheckResult(entry.Status, entry.Description, entry.Exception, entry.Data)), entry.Duration);
        }
        finally
        {
            ThreadInterrupts.Clear();
        }
    }

    // Nothing uses what it still comes to; its exception must not become an unobserved one.
    private static void Abandon(Task check, CancellationTokenSource stop)
    {
        check.Forget();
        stop.CancelApart();
    }

    private ProbeOutcome Record(HealthCheckRegistration registration, CheckResult result, TimeSpan duration)
    {
        long now = time.GetTimestamp();
        return _last[registration] = new ProbeOutcome(result, duration, now, now);
    }
}
