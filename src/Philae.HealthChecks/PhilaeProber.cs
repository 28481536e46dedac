using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.Running;
using Philae.HealthChecks.Telemetry;

namespace Philae.HealthChecks;

/// <summary>
/// Checks all probes, or one, and reports: what <c>/_health</c> calls, and the way for programs without HTTP. In the
/// container as a singleton once a probe is registered.
/// </summary>
public sealed partial class PhilaeProber
{
    /// <summary>The request header with the ids of the services that a request has come through.</summary>
    public const string ViaHeader = Via.Header;

    /// <summary>The response header with the id of the application that answers.</summary>
    public const string IdHeader = Via.IdHeader;

    private readonly IServiceProvider _services;
    private readonly HealthCheckService _engine;
    private readonly ICollection<HealthCheckRegistration> _checks;
    private readonly TimeSpan _deadline;
    private readonly int _depth;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LogLevel _reportLevel;

    /// <summary>For the container, and for applications that have health checks but no Philae probe.</summary>
    /// <param name="services">The application's, with <c>AddHealthChecks()</c> among them.</param>
    /// <exception cref="OptionsValidationException">An option is out of range; the message names it.</exception>
    public PhilaeProber(IServiceProvider services)
    {
        _services = services;
        _engine = services.GetRequiredService<HealthCheckService>();
        _checks = services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations;
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        Id = (services.GetService<PhilaeIdentity>() ?? new()).Id;
        PhilaeOptions options = services.GetRequiredService<IOptions<PhilaeOptions>>().Value;
        if (new PhilaeOptionsValidator().Validate(null, options) is { Failed: true, Failures: var failures })
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(PhilaeOptions), failures);
        }

        _deadline = options.Deadline;
        _depth = options.MaxServiceDepth;
        _reportLevel = options.ReportLogLevel;
        _logger = services.GetService<ILoggerFactory>()?.CreateLogger(PhilaeTelemetry.LogCategory) ?? NullLogger.Instance;
    }

    internal ICollection<HealthCheckRegistration> Checks => _checks;

    /// <summary>Who this application is to others: new at each start.</summary>
    public string Id { get; }

    /// <summary>Checks all registrations, other health checks too, and reports within <see cref="PhilaeOptions.Deadline"/>.</summary>
    /// <param name="cancellationToken">The caller's: when it is cancelled, nobody wants the report any more.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<HealthReport> CheckAsync(CancellationToken cancellationToken = default) => CheckAsync(null, cancellationToken);

    /// <summary>Checks the registrations that a predicate chooses.</summary>
    /// <param name="predicate">Chooses. Null: all.</param>
    /// <param name="cancellationToken">The caller's: when it is cancelled, nobody wants the report any more.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<HealthReport> CheckAsync(Func<HealthCheckRegistration, bool>? predicate, CancellationToken cancellationToken = default) =>
        (await AnswerAsync(predicate, [], cancellationToken).ConfigureAwait(false)).Report;

    /// <summary>Checks for a request over HTTP, which another service may have sent to answer one itself.</summary>
    /// <param name="predicate">Chooses the registrations. Null: all.</param>
    /// <param name="via">
    /// The values of the request's <see cref="ViaHeader"/>; anything may stand in them. Where this application is among them, or
    /// as many others as <see cref="PhilaeOptions.MaxServiceDepth"/>, no other service is asked.
    /// </param>
    /// <param name="cancellationToken">The caller's: when it is cancelled, nobody wants the report any more.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<PhilaeAnswer> AnswerAsync(
        Func<HealthCheckRegistration, bool>? predicate, IEnumerable<string?> via, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using Activity? span = ProbeTracing.StartReport();
        long start = _time.GetTimestamp();
        var way = Via.Parse(via);
        var chosen = new List<HealthCheckRegistration>(_checks.Count);
        var outcomes = new List<Task<ProbeOutcome>>(_checks.Count);
        foreach (HealthCheckRegistration registration in _checks)
        {
            if (predicate is null || predicate(registration))
            {
                chosen.Add(registration);
                outcomes.Add(OutcomeAsync(registration, way, cancellationToken));
            }
        }

        await Task.WhenAll(outcomes).WaitAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        PhilaeAnswer answer = Answer(chosen, outcomes, start);
        ProbeTracing.EndReport(span, answer.Report);
        if (_reportLevel != LogLevel.None)
        {
            Listeners.Tell(() => LogReport(_reportLevel, answer.Report.Status, answer.Report.Entries.Count, answer.Report.TotalDuration));
        }

        return answer;
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

        var unknown = new HealthReportEntry(HealthStatus.Unhealthy, null, TimeSpan.Zero, ProbeFailedException.NotFound(), null);
        return new HealthReport(new Dictionary<string, HealthReportEntry> { [name] = unknown }, TimeSpan.Zero);
    }

    private Task<ProbeOutcome> OutcomeAsync(HealthCheckRegistration registration, Via via, CancellationToken cancellationToken)
    {
        bool ends = via.EndsAt(Id, _depth);
        if (ProbeRegistration.Of(registration) is not { } probe)
        {
            return ends ? Task.FromResult(ProbeOutcome.NotAsked("not asked", _time.GetTimestamp())) : CheckOtherAsync(registration, cancellationToken);
        }

        ProbeRunner runner = _services.GetRequiredService<ProbeRunners>().Of(probe);
        return ends ? runner.KnownInACircleAsync() : runner.RunAsync(via);
    }

    private PhilaeAnswer Answer(List<HealthCheckRegistration> chosen, List<Task<ProbeOutcome>> outcomes, long start)
    {
        long now = _time.GetTimestamp();
        TimeSpan age = TimeSpan.Zero;
        var entries = new Dictionary<string, HealthReportEntry>(chosen.Count, StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < chosen.Count; i++)
        {
            ProbeOutcome outcome = outcomes[i].Result;
            TimeSpan since = _time.GetElapsedTime(outcome.Timestamp, now);
            age = since > age ? since : age;
            HealthCheckResult result = outcome.Result;
            entries.Add(chosen[i].Name, new(result.Status, result.Description, outcome.Duration, result.Exception, result.Data, chosen[i].Tags));
        }

        return new PhilaeAnswer(new HealthReport(entries, _time.GetElapsedTime(start, now)), age);
    }

    // Another health check may never end: each runs in an engine call of its own, which can be left behind.
    private async Task<ProbeOutcome> CheckOtherAsync(HealthCheckRegistration registration, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        var stop = new CancellationTokenSource();
        Task<HealthReport> check = _engine.CheckHealthAsync(candidate => ReferenceEquals(candidate, registration), stop.Token);
        await ((Task)check).WaitAsync(_deadline, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        long now = _time.GetTimestamp();
        if (check.IsCompletedSuccessfully)
        {
            HealthReportEntry entry = check.Result.Entries[registration.Name];
            return new ProbeOutcome(new HealthCheckResult(entry.Status, entry.Description, entry.Exception, entry.Data), entry.Duration, now);
        }

        _ = stop.CancelAsync();

        // The engine throws only where the check could not even be made.
        Exception cause = check.Exception?.InnerException ?? ProbeFailedException.Late();
        return new ProbeOutcome(new HealthCheckResult(registration.FailureStatus, null, cause), _time.GetElapsedTime(start, now), now);
    }

    [LoggerMessage(EventId = 6, Message = "Report: {Status}, {Probes} probes, {Duration}")]
    private partial void LogReport(LogLevel level, HealthStatus status, int probes, TimeSpan duration);
}
