using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.Running;

namespace Philae.HealthChecks;

/// <summary>
/// Checks all probes, or one, and reports: what <c>/_health</c> calls, and the way for programs without HTTP. In the
/// container as a singleton once a probe is registered.
/// </summary>
public sealed class PhilaeProber
{
    private readonly HealthCheckService _engine;
    private readonly IOptions<HealthCheckServiceOptions> _checks;
    private readonly IOptions<PhilaeOptions> _options;
    private readonly TimeProvider _time;

    /// <summary>For the container, and for applications that have health checks but no Philae probe.</summary>
    /// <param name="engine">Microsoft's health check service, which runs the checks.</param>
    /// <param name="checks">The registrations.</param>
    /// <param name="options">The report's deadline.</param>
    /// <param name="time">The clock. Null: the system's.</param>
    /// <exception cref="OptionsValidationException">An option is out of range; the message names it.</exception>
    public PhilaeProber(
        HealthCheckService engine, IOptions<HealthCheckServiceOptions> checks, IOptions<PhilaeOptions> options, TimeProvider? time = null)
    {
        _engine = engine;
        _checks = checks;
        _options = options;
        if (new PhilaeOptionsValidator().Validate(null, options.Value) is { Failed: true, Failures: var failures })
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(PhilaeOptions), failures);
        }

        _time = time ?? TimeProvider.System;
    }

    /// <summary>Checks all registrations, other health checks too, and reports within <see cref="PhilaeOptions.Deadline"/>.</summary>
    /// <param name="cancellationToken">The caller's: when it is cancelled, nobody wants the report any more.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<HealthReport> CheckAsync(CancellationToken cancellationToken = default) => CheckAsync(null, cancellationToken);

    /// <summary>Checks the registrations that a predicate chooses.</summary>
    /// <param name="predicate">Chooses. Null: all.</param>
    /// <param name="cancellationToken">The caller's: when it is cancelled, nobody wants the report any more.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<HealthReport> CheckAsync(Func<HealthCheckRegistration, bool>? predicate, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long start = _time.GetTimestamp();
        List<HealthCheckRegistration> chosen = [.. _checks.Value.Registrations.Where(predicate ?? (static _ => true))];

        // Probes keep their own deadlines, so one call of the engine runs them all. Another health check may never end:
        // each runs in a call of its own, which can be left behind without losing the others' results.
        Task<HealthReport> probes = _engine.CheckHealthAsync(
            registration => ProbeRegistration.IsProbe(registration) && chosen.Contains(registration), cancellationToken);
        Task<HealthReportEntry>[] others = [.. chosen.Where(static registration => !ProbeRegistration.IsProbe(registration))
            .Select(registration => CheckOtherAsync(registration, cancellationToken))];

        IReadOnlyDictionary<string, HealthReportEntry> probeEntries = (await probes.ConfigureAwait(false)).Entries;
        HealthReportEntry[] otherEntries = await Task.WhenAll(others).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();

        var entries = new Dictionary<string, HealthReportEntry>(chosen.Count, StringComparer.OrdinalIgnoreCase);
        int other = 0;
        foreach (HealthCheckRegistration registration in chosen)
        {
            entries.Add(registration.Name, ProbeRegistration.IsProbe(registration) ? probeEntries[registration.Name] : otherEntries[other++]);
        }

        return new HealthReport(entries, _time.GetElapsedTime(start));
    }

    /// <summary>Checks one registration.</summary>
    /// <param name="name">Its name, in any case, as Microsoft's engine compares names.</param>
    /// <param name="cancellationToken">The caller's: when it is cancelled, nobody wants the report any more.</param>
    /// <returns>A report of one entry; for an unknown name an unhealthy one, <c>probe not found</c>.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<HealthReport> CheckOneAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        HealthReport report = await CheckAsync(
            registration => string.Equals(registration.Name, name, StringComparison.OrdinalIgnoreCase), cancellationToken).ConfigureAwait(false);
        if (report.Entries.Count > 0)
        {
            return report;
        }

        HealthReportEntry unknown = Failed(HealthStatus.Unhealthy, TimeSpan.Zero, ProbeFailedException.NotFound());
        return new HealthReport(new Dictionary<string, HealthReportEntry> { [name] = unknown }, TimeSpan.Zero);
    }

    private async Task<HealthReportEntry> CheckOtherAsync(HealthCheckRegistration registration, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        var stop = new CancellationTokenSource();
        Task<HealthReport> check = _engine.CheckHealthAsync(candidate => ReferenceEquals(candidate, registration), stop.Token);
        await ((Task)check).WaitAsync(_options.Value.Deadline, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (check.IsCompletedSuccessfully)
        {
            return check.Result.Entries[registration.Name];
        }

        _ = stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();

        // The engine throws only where the check could not even be made.
        Exception cause = check.Exception?.InnerException ?? ProbeFailedException.Late();
        return Failed(registration.FailureStatus, _time.GetElapsedTime(start), cause, registration.Tags);
    }

    private static HealthReportEntry Failed(HealthStatus status, TimeSpan duration, Exception cause, IEnumerable<string>? tags = null) =>
        new(status, null, duration, cause, null, tags);
}
