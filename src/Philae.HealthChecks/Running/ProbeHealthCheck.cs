using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Wire;

namespace Philae.HealthChecks.Running;

/// <summary>
/// A probe as Microsoft's engine sees it: outcome of a run in, <see cref="HealthCheckResult"/> out. The engine makes one for each
/// check, before it starts its own timer for it: so this one has waited longer, however late its turn comes.
/// </summary>
internal sealed class ProbeHealthCheck(ProbeRunner runner) : IHealthCheck
{
    private readonly long _start = runner.Timestamp;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (await runner.RunAsync(_start, cancellationToken).ConfigureAwait(false) is not { } failure)
        {
            return HealthCheckResult.Healthy();
        }

        HealthStatus status = failure.InnerException is ProbeDegradedException ? HealthStatus.Degraded : context.Registration.FailureStatus;
        var entry = new HealthReportEntry(status, null, TimeSpan.Zero, failure, null);
        return new HealthCheckResult(status, ErrorChain.Description(entry, ReportDetail.Reasons), failure);
    }
}
