using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.Scheduling;
using Philae.HealthChecks.Telemetry;

namespace Philae.HealthChecks.Engine;

/// <summary>The runners of an application, one for each registration, created at the first request and stopped with the host.</summary>
internal sealed partial class ProbeRunners : IDisposable
{
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<ProbeRegistration, ProbeRunner> _runners = new();

    public ProbeRunners(IServiceProvider services, IOptions<PhilaeOptions> options)
    {
        (Services, Options) = (services, options.Value);
        Time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _logger = services.GetService<ILoggerFactory>()?.CreateLogger(PhilaeTelemetry.LogCategory) ?? NullLogger.Instance;
        Metrics = new ProbeMetrics(services.GetService<IMeterFactory>(), States);
        Changes = new StateChanges(Observers(), Options, Logger);
        Unguarded = new(services.GetRequiredService<HealthCheckService>(), Options.Deadline, Time);
    }

    public IServiceProvider Services { get; }

    public PhilaeOptions Options { get; }

    public TimeProvider Time { get; }

    public ILogger Logger => _logger;

    public ProbeMetrics Metrics { get; }

    public StateChanges Changes { get; }

    /// <summary>Notices checks that block while they start.</summary>
    public StartWatch Watch { get; } = new();

    /// <summary>Runs the registrations that have no runner.</summary>
    public UnguardedCheckRunner Unguarded { get; }

    public ProbeRunner Of(ProbeRegistration registration) =>
        _runners.TryGetValue(registration, out ProbeRunner? runner) ? runner : _runners.GetOrAdd(registration, static (registration, all) => new(registration, all), this);

    /// <summary>Null: the registration is another health check.</summary>
    public ProbeRunner? Of(HealthCheckRegistration registration) => ProbeRegistration.Of(registration) is { } probe ? Of(probe) : null;

    /// <summary>Records that these runners answered a request without a run of its own, apart from the caller: no listener may hold up a request.</summary>
    public void RecordCoalesced(params ReadOnlySpan<ProbeRunner?> runners)
    {
        if (runners.Length > 0 && (Metrics.CountsCoalesced || Changes.Any))
        {
            ThreadPool.UnsafeQueueUserWorkItem(static coalesced => coalesced.All.NotifyCoalesced(coalesced.Runners), (All: this, Runners: runners.ToArray()), preferLocal: false);
        }
    }

    public void Dispose()
    {
        foreach (ProbeRunner runner in _runners.Values)
        {
            runner.Dispose();
        }

        Watch.Dispose();
        Metrics.Dispose();
    }

    private void NotifyCoalesced(ProbeRunner?[] runners)
    {
        foreach (ProbeRunner? runner in runners)
        {
            Metrics.RecordCoalesced(runner!.Name);
        }

        Changes.Notify();
    }

    private IEnumerable<(string Probe, HealthStatus Status)> States()
    {
        foreach (ProbeRunner runner in _runners.Values)
        {
            if (runner.State.Status is { } status)
            {
                yield return (runner.Name, status);
            }
        }
    }

    // An observer that cannot be made does not prevent the report.
    private IProbeObserver[] Observers()
    {
        try
        {
            return [.. Services.GetServices<IProbeObserver>()];
        }
        catch (Exception exception)
        {
            Listeners.SafeInvoke(() => LogNoObservers(exception));
            return [];
        }
    }

    [LoggerMessage(7, LogLevel.Error, "An IProbeObserver cannot be made: no observer is notified of any change")]
    private partial void LogNoObservers(Exception exception);
}
