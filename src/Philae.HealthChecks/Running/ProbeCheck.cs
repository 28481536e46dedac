using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Wire;

namespace Philae.HealthChecks.Running;

/// <summary>The check of a registration, as its options say at each run, with every failure made a result.</summary>
internal sealed class ProbeCheck(ProbeRegistration registration, ProbeRunners all)
{
    private Func<ProbeOptions>? _options;
    private Func<CancellationToken, ValueTask<HealthCheckResult>>? _check;
    private volatile ProbePolicy _policy = ProbePolicy.None;

    /// <summary>What the options said at the last run.</summary>
    public ProbePolicy Policy => _policy;

    /// <summary>Checks. Never throws. What cannot be made is tried again at the next run.</summary>
    public async ValueTask<HealthCheckResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            _policy = _policy.Of(ProbeFailedException.Configured(static check => check.Options(), this), all.Options);
            _check ??= ProbeFailedException.Configured(registration.Checker, all.Services);
            HealthCheckResult result = await _check(cancellationToken).ConfigureAwait(false);
            return Enum.IsDefined(result.Status) ? result : new HealthCheckResult(registration.Check.FailureStatus, result.Description, result.Exception, result.Data);
        }
        catch (Exception exception)
        {
            return Failed(exception as ProbeFailedException ?? ProbeFailedException.Check(exception));
        }
    }

    /// <summary>The result of one that is left behind at its deadline.</summary>
    public HealthCheckResult Late() => Failed(ProbeFailedException.Late());

    private ProbeOptions Options() => (_options ??= registration.Options(all.Services))();

    private HealthCheckResult Failed(ProbeFailedException failure)
    {
        HealthStatus status = failure.InnerException is ProbeDegradedException ? HealthStatus.Degraded : registration.Check.FailureStatus;
        var entry = new HealthReportEntry(status, null, TimeSpan.Zero, failure, null);
        return new HealthCheckResult(status, ErrorChain.Description(entry, ReportDetail.Reasons), failure);
    }
}
