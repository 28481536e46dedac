using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks.Errors;

namespace Philae.HealthChecks.Telemetry;

/// <summary>Notifies the log and the observers of each change of a probe's state, once and in order.</summary>
internal sealed partial class StateChanges(IProbeObserver[] observers, PhilaeOptions options, ILogger logger)
{
    private readonly ConcurrentQueue<ProbeStateChange> _changes = new();
    private readonly Lock _turn = new();
    private readonly Lock _gate = new();
    private Task _notified = Task.CompletedTask;

    /// <summary>Whether a change waits for its notification.</summary>
    public bool Any => !_changes.IsEmpty;

    /// <summary>Takes a change, and calls no listener yet.</summary>
    public void Add(ProbeStateChange change) => _changes.Enqueue(change);

    /// <summary>Notifies of the changes taken. One caller at a time does it for all, so that a listener which blocks delays no other caller.</summary>
    public void Notify()
    {
        while (!_changes.IsEmpty && _turn.TryEnter())
        {
            try
            {
                while (_changes.TryDequeue(out ProbeStateChange? change))
                {
                    NotifyObservers(change);
                    Listeners.SafeInvoke(() => Log(change));
                }
            }
            finally
            {
                _turn.Exit();
            }
        }
    }

    private void NotifyObservers(ProbeStateChange change)
    {
        if (observers.Length > 0)
        {
            lock (_gate)
            {
                _notified = _notified.ContinueWith((_, state) => NotifyEach((ProbeStateChange)state!), change, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    private void Log(ProbeStateChange change)
    {
        if (change.To != HealthStatus.Healthy)
        {
            Log(options.FailureLogLevel, change);
        }
        else if (change.From is not null)
        {
            Log(options.RecoveryLogLevel, change);
        }
    }

    private void NotifyEach(ProbeStateChange change)
    {
        foreach (IProbeObserver observer in observers)
        {
            try
            {
                observer.OnStateChanged(change);
            }
            catch (Exception exception)
            {
                Listeners.SafeInvoke(() => LogObserverFailed(observer.GetType(), LogText.Escape(change.Probe), exception));
            }
        }
    }

    // Loggers need not know that None is nothing.
    private void Log(LogLevel level, ProbeStateChange change)
    {
        if (level == LogLevel.None)
        {
            return;
        }

        string probe = LogText.Escape(change.Probe);
        if (change.From is { } from)
        {
            LogChanged(level, probe, change.To, change.Lasted, from, change.Reason ?? "");
        }
        else
        {
            LogFirst(level, probe, change.To, change.Reason ?? "");
        }
    }

    [LoggerMessage(EventId = 2, Message = "Probe '{Probe}' is {Status} after {Lasted} {Before}. {Reason}")]
    private partial void LogChanged(LogLevel level, string probe, HealthStatus status, TimeSpan lasted, HealthStatus before, string reason);

    [LoggerMessage(EventId = 3, Message = "Probe '{Probe}' is {Status} from the start. {Reason}")]
    private partial void LogFirst(LogLevel level, string probe, HealthStatus status, string reason);

    [LoggerMessage(5, LogLevel.Error, "The observer {Observer} failed on a change of '{Probe}'")]
    private partial void LogObserverFailed(Type observer, string probe, Exception exception);
}
