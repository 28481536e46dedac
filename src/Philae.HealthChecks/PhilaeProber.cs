using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.Engine;
using Philae.HealthChecks.Errors;
using Philae.HealthChecks.LoopDetection;
using Philae.HealthChecks.Registration;
using Philae.HealthChecks.Sharing;
using Philae.HealthChecks.Telemetry;

namespace Philae.HealthChecks;

/// <summary>
/// Runs all probes, or one, and returns a report. <c>/_health</c> uses it, and so can programs without HTTP. The container has it
/// as a singleton as soon as a probe is registered.
/// </summary>
public sealed partial class PhilaeProber
{
    /// <summary>The request header with the ids of the services that a request has come through.</summary>
    internal const string ViaHeader = Via.Header;

    /// <summary>The response header with the id of the answering application.</summary>
    internal const string IdHeader = Via.IdHeader;

    /// <summary>The request header that says how long the calling service will wait, in milliseconds: <c>900ms</c>.</summary>
    internal const string BudgetHeader = TimeBudget.Header;

    /// <summary>The response header with the states of the application and of the services behind it, for the calling service.</summary>
    internal const string MembersHeader = LoopDetection.MembersHeader.Name;

    // Created at the first request, and again if that fails: what they need of the application need not be there sooner.
    private readonly Lazy<ProbeRunners> _runners;
    private readonly Lazy<SharedReport> _all;
    private readonly PhilaeIdentity _identity;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LogLevel _reportLevel;

    // Also for an application that has health checks but no Philae probe.
    internal PhilaeProber(IServiceProvider services)
    {
        IOptions<PhilaeOptions> options = services.GetRequiredService<IOptions<PhilaeOptions>>();
        if (new PhilaeOptionsValidator().Validate(null, options.Value) is { Failed: true, Failures: var failures })
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(PhilaeOptions), failures);
        }

        Checks = services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations;
        _runners = new(() => services.GetService<ProbeRunners>() ?? new ProbeRunners(services, options), LazyThreadSafetyMode.PublicationOnly);
        _all = new(() => ReportOn(null), LazyThreadSafetyMode.PublicationOnly);
        _identity = services.GetService<PhilaeIdentity>() ?? new();
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _reportLevel = options.Value.ReportLogLevel;
        _logger = services.GetService<ILoggerFactory>()?.CreateLogger(PhilaeTelemetry.LogCategory) ?? NullLogger.Instance;
    }

    /// <summary>In the order of registration.</summary>
    internal ICollection<HealthCheckRegistration> Checks { get; }

    /// <summary>The id by which other services know this application: new at each start.</summary>
    public string Id => _identity.Id;

    /// <summary>Checks all registrations, including other health checks, and returns a report within <see cref="PhilaeOptions.Deadline"/>.</summary>
    /// <param name="cancellationToken">The caller's token. If it is cancelled, the caller no longer needs the report.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<HealthReport> CheckAsync(CancellationToken cancellationToken = default) => CheckAsync(null, cancellationToken);

    /// <summary>Checks the registrations that a predicate selects.</summary>
    /// <param name="predicate">Selects the registrations. Null: all.</param>
    /// <param name="cancellationToken">The caller's token. If it is cancelled, the caller no longer needs the report.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<HealthReport> CheckAsync(Func<HealthCheckRegistration, bool>? predicate, CancellationToken cancellationToken = default) =>
        (await AnswerAsync(new() { Predicate = predicate }, cancellationToken).ConfigureAwait(false)).Report;

    /// <summary>Checks for a program that serves the report itself.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">The caller's token. If it is cancelled, the caller no longer needs the report.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<PhilaeAnswer> AnswerAsync(PhilaeRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        long start = _time.GetTimestamp();
        Via via = request.Headers is { } headers ? ParseVia(headers(ViaHeader), headers(BudgetHeader).FirstOrDefault()) : Via.None;
        ReportSnapshot snapshot = await GetReportAsync(request.Predicate is { } predicate ? ReportOn(predicate) : _all.Value, via, cancellationToken).ConfigureAwait(false);
        var answer = new Dictionary<string, string> { [IdHeader] = Id };
        if (via.IsNested && snapshot.FormatMembers(named: true) is { } members)
        {
            answer[MembersHeader] = members;
        }

        return new PhilaeAnswer { Report = snapshot.ToReport(_time.GetElapsedTime(start)), Age = Age(snapshot), Headers = answer };
    }

    /// <summary>Checks one registration.</summary>
    /// <param name="name">The name of the registration. Case does not matter, as in Microsoft's engine.</param>
    /// <param name="cancellationToken">The caller's token. If it is cancelled, the caller no longer needs the report.</param>
    /// <returns>A report with one entry. For an unknown name, the entry is unhealthy: <c>probe not found</c>.</returns>
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

    /// <summary>The report on the registrations that a predicate chooses now. Null: all.</summary>
    internal SharedReport ReportOn(Func<HealthCheckRegistration, bool>? predicate) =>
        new(new CheckGroup([.. predicate is null ? Checks : Checks.Where(predicate)], _runners.Value, _identity), _runners.Value);

    /// <summary>Reads the headers of a request that comes now.</summary>
    internal Via ParseVia(IEnumerable<string?> ids, string? budget) => Via.Parse(ids, budget, _time.GetElapsedTime(0));

    /// <summary>Returns a report's snapshot, and notifies traces and the log.</summary>
    internal async ValueTask<ReportSnapshot> GetReportAsync(SharedReport report, Via via, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Activity? span = ProbeTracing.StartReport();
        long start = _time.GetTimestamp();
        Task<ReportSnapshot>? pending = null;
        ReportSnapshot? snapshot = null;
        try
        {
            pending = report.GetAsync(via, cancellationToken);
            snapshot = pending.IsCompletedSuccessfully ? pending.Result : await pending.WaitAsync(cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            pending?.Forget();
            throw;
        }
        finally
        {
            ProbeTracing.EndReport(span, snapshot?.Status, report.Count);
        }

        if (_reportLevel != LogLevel.None)
        {
            Log(snapshot, _time.GetElapsedTime(start));
        }

        return snapshot;
    }

    /// <summary>How old the oldest result in a snapshot is now.</summary>
    internal TimeSpan Age(ReportSnapshot snapshot)
    {
        long now = _time.GetTimestamp();
        return now > snapshot.Oldest ? _time.GetElapsedTime(snapshot.Oldest, now) : TimeSpan.Zero;
    }

    private void Log(ReportSnapshot snapshot, TimeSpan duration) => Listeners.SafeInvoke(() => LogReport(_reportLevel, snapshot.Status, snapshot.Entries.Count, duration));

    [LoggerMessage(EventId = 6, Message = "Report: {Status}, {Probes} probes, {Duration}")]
    private partial void LogReport(LogLevel level, HealthStatus status, int probes, TimeSpan duration);
}
