using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Running;

/// <summary>Runs the health checks that nobody guards: each anew for each request, in an engine call of its own, which can be left behind.</summary>
internal sealed class OtherChecks(HealthCheckService engine, TimeSpan deadline, TimeProvider time)
{
    private readonly ConcurrentDictionary<HealthCheckRegistration, ProbeOutcome> _last = new();

    /// <summary>The newest outcome of a check; null before the first.</summary>
    public ProbeOutcome? Last(HealthCheckRegistration registration) => _last.GetValueOrDefault(registration);

    /// <summary>Checks one.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled: the caller left.</exception>
    public async Task<ProbeOutcome> CheckAsync(HealthCheckRegistration registration, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        var stop = new CancellationTokenSource();
        Task<(CheckResult Result, TimeSpan Duration)> check = Task.Run(() => RunAsync(registration, stop.Token), CancellationToken.None);
        try
        {
            (CheckResult result, TimeSpan duration) = await check.WaitAsync(deadline, time, cancellationToken).ConfigureAwait(false);
            return Outcome(registration, result, duration);
        }
        catch (TimeoutException) when (!check.IsFaulted)
        {
            Abandon(check, stop);
            return Outcome(registration, CheckResult.Failed(registration.FailureStatus, ProbeFailedException.Late()), time.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Abandon(check, stop);
            throw;
        }
        catch (Exception exception)
        {
            // The engine throws only where the check could not even be made, or a logger of the application threw.
            return Outcome(registration, CheckResult.Failed(registration.FailureStatus, ProbeFailedException.Check(exception)), time.GetElapsedTime(start));
        }
    }

    // The result is read here, apart from the caller: its members may block.
    private async Task<(CheckResult Result, TimeSpan Duration)> RunAsync(HealthCheckRegistration registration, CancellationToken cancellationToken)
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

    // What it still comes to is nobody's business, nor an unobserved exception of the process.
    private static void Abandon(Task check, CancellationTokenSource stop)
    {
        check.Forget();
        stop.CancelApart();
    }

    private ProbeOutcome Outcome(HealthCheckRegistration registration, CheckResult result, TimeSpan duration)
    {
        long now = time.GetTimestamp();
        return _last[registration] = new ProbeOutcome(result, duration, now, now);
    }
}
