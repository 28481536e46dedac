using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.Telemetry;

namespace Philae.HealthChecks.Running;

/// <summary>The runners of an application, one for each registration, made when first asked for and stopped with the host.</summary>
internal sealed partial class ProbeRunners : IDisposable
{
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<ProbeRegistration, ProbeRunner> _runners = new();

    public ProbeRunners(IServiceProvider services, IOptions<PhilaeOptions> options, TimeProvider time)
    {
        (Services, Options, Time) = (services, options.Value, time);
        _logger = services.GetService<ILoggerFactory>()?.CreateLogger(PhilaeTelemetry.LogCategory) ?? NullLogger.Instance;
        Metrics = new ProbeMetrics(services.GetService<IMeterFactory>(), States);
        Changes = new StateChanges(Observers(), Options, Logger);
    }

    public IServiceProvider Services { get; }

    public PhilaeOptions Options { get; }

    public TimeProvider Time { get; }

    public ILogger Logger => _logger;

    public ProbeMetrics Metrics { get; }

    public StateChanges Changes { get; }

    public ProbeRunner Of(ProbeRegistration registration) =>
        _runners.TryGetValue(registration, out ProbeRunner? runner) ? runner : _runners.GetOrAdd(registration, static (registration, all) => new(registration, all), this);

    /// <summary>Says that a request was answered without a run of this runner, apart from the caller: no listener may hold up a request.</summary>
    public void TellShared(ProbeRunner runner)
    {
        if (Metrics.CountsShared || Changes.Any)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static told => told.All.TellNow(told.Runner), (All: this, Runner: runner), preferLocal: false);
        }
    }

    /// <summary>The same of several.</summary>
    public void TellShared(ProbeRunner?[] runners)
    {
        if (Metrics.CountsShared || Changes.Any)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static told => told.All.TellNow(told.Runners), (All: this, Runners: runners), preferLocal: false);
        }
    }

    public void Dispose()
    {
        foreach (ProbeRunner runner in _runners.Values)
        {
            runner.Dispose();
        }

        Metrics.Dispose();
    }

    private void TellNow(params ReadOnlySpan<ProbeRunner?> runners)
    {
        foreach (ProbeRunner? runner in runners)
        {
            Metrics.Shared(runner!.Name);
        }

        Changes.Tell();
    }

    private IEnumerable<(string Probe, HealthStatus Status)> States()
    {
        foreach (ProbeRunner runner in _runners.Values)
        {
            if (runner.State is { } state)
            {
                yield return (runner.Name, state);
            }
        }
    }

    // One that cannot be made is no reason to have no report.
    private IProbeObserver[] Observers()
    {
        try
        {
            return [.. Services.GetServices<IProbeObserver>()];
        }
        catch (Exception exception)
        {
            Listeners.Tell(() => LogNoObservers(exception));
            return [];
        }
    }

    [LoggerMessage(7, LogLevel.Error, "An IProbeObserver cannot be made: none is told of any change")]
    private partial void LogNoObservers(Exception exception);
}
