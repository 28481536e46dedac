using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Errors;
using Philae.HealthChecks.Telemetry;

namespace Philae.HealthChecks.Engine;

/// <summary>The check of a registration, with the options of the moment. It turns every failure into a result.</summary>
internal sealed class ProbeCheck(ProbeRegistration registration, ProbeRunners all)
{
    public string Name => registration.Check.Name;

    /// <summary>Keeps the check's own spans out of traces; null where they belong there.</summary>
    public UnsampledActivityScope? Scope { get; } = all.Options.TraceDrivers ? null : new();

    /// <summary>Whether the check returned its thread promptly when it last started; false before.</summary>
    public bool YieldsPromptly { get; set; }

    private Func<ProbeOptions>? _options;
    private Func<CancellationToken, ValueTask<HealthCheckResult>>? _check;
    private volatile ProbePolicy _policy = ProbePolicy.None;

    /// <summary>What the options said at the last run.</summary>
    public ProbePolicy Policy => _policy;

    /// <summary>Checks, and reads the result. Never throws. A check that cannot be created is tried again at the next run.</summary>
    public async ValueTask<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            _policy = _policy.Of(ProbeFailedException.Configured(static check => check.Options(), this), all.Options);
            _check ??= ProbeFailedException.Configured(registration.CreateCheck, all.Services);
            ValueTask<HealthCheckResult> check = _check(cancellationToken);
            if (!check.IsCompleted)
            {
                ThreadInterrupts.Clear(); // this thread starts other checks while this one goes on elsewhere
            }

            return CheckResult.Read(await check.ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            return Failed(exception);
        }
        finally
        {
            ThreadInterrupts.Clear();
        }
    }

    /// <summary>The result of a check that is abandoned at its deadline.</summary>
    public CheckResult TimedOut() => Failed(ProbeFailedException.DeadlineExceeded());

    /// <summary>The result of a check that ended in an exception.</summary>
    public CheckResult Failed(Exception exception) =>
        CheckResult.Failed(registration.Check.FailureStatus, exception as ProbeFailedException ?? ProbeFailedException.Check(exception));

    private ProbeOptions Options() => (_options ??= registration.Options(all.Services))();
}
