using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Engine;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Sharing;

/// <summary>One report on the checks of a group: first in flight, then complete. Requests share it while nothing in it is stale.</summary>
internal sealed class ReportSnapshot(CheckGroup group)
{
    private readonly TaskCompletionSource<ReportSnapshot> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<ProbeOutcome>?[] _pending = new Task<ProbeOutcome>[group.Checks.Length];
    private readonly ProbeOutcome[] _outcomes = new ProbeOutcome[group.Checks.Length];
    private volatile bool _isShared;
    private long _currentUntil = long.MaxValue;
    private long _newest;
    private bool _isAnyTimedOut;

    /// <summary>Whether more than one request gets it.</summary>
    public bool IsShared => _isShared;

    /// <summary>The worst status in it; healthy if it has no entries.</summary>
    public HealthStatus Status { get; private set; } = HealthStatus.Healthy;

    /// <summary>When the oldest outcome in it was known.</summary>
    public long Oldest { get; private set; } = long.MaxValue;

    /// <summary>Its entries, once it is complete.</summary>
    public ReportEntries Entries => field ??= new(group, _outcomes);

    /// <summary>The bytes that the requests which share it are sent; null before.</summary>
    public byte[]? Body { get; set; }

    /// <summary>The complete snapshot, for a later request. Completes at the deadline at the latest.</summary>
    public Task<ReportSnapshot> JoinAsync()
    {
        _isShared = true;
        return _completion.Task;
    }

    /// <summary>Whether a request that comes now would get the same: each check is in flight, or its outcome is current.</summary>
    public bool IsCurrent(long now) =>
        _completion.Task is not { IsCompleted: true } completed ? IsEachCurrent(now)
        : completed.IsCompletedSuccessfully && now < _currentUntil && ((now >= _newest && !_isAnyTimedOut) || IsEachCurrent(now));

    /// <summary>Runs the checks, for the request that comes first. The caller continues on the thread where the last check ends.</summary>
    public async Task<ReportSnapshot> RunAsync(Via via, CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(new CheckRequest(via, group.Now, group.Watch, _pending.Length), cancellationToken).ConfigureAwait(false);

            // Backwards: when the checks that start last have ended, most of the others have, too.
            for (int check = _outcomes.Length - 1; check >= 0; check--)
            {
                Add(check, await group.WithinBudgetAsync(via, check, _pending[check]!).ConfigureAwait(false));
            }

            _completion.SetResult(this);
            return this;
        }
        catch (Exception exception)
        {
            _completion.SetException(exception);
            _ = _completion.Task.Exception; // maybe nobody shares it
            throw;
        }
    }

    public HealthReport ToReport(TimeSpan duration) => new(Entries, Status, duration);

    /// <summary>The states for the response to another service, whether or not it may see the report's details.</summary>
    public string? FormatMembers(bool named) => group.Members(_outcomes).Format(named, group.Clock);

    // What was added starts in any case: its runner already counts it as in flight, and others wait for it.
    private Task StartAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        Task started;
        try
        {
            group.StartOrJoin(_pending, request, cancellationToken);
        }
        finally
        {
            started = request.Starts.StartAsync();
        }

        return started;
    }

    private void Add(int check, ProbeOutcome outcome)
    {
        _outcomes[check] = outcome;
        Status = outcome.Result.Status < Status ? outcome.Result.Status : Status;
        Oldest = Math.Min(Oldest, outcome.Timestamp);
        _newest = Math.Max(_newest, outcome.Timestamp);
        _isAnyTimedOut |= outcome.IsTimedOut;
        _currentUntil = outcome.IsTimedOut ? _currentUntil : Math.Min(_currentUntil, outcome.CurrentUntil);
    }

    private bool IsEachCurrent(long now)
    {
        for (int check = 0; check < _pending.Length; check++)
        {
            if (_pending[check] is { IsCompletedSuccessfully: true, Result: var outcome } && !group.IsCurrent(check, outcome, now))
            {
                return false;
            }
        }

        return true;
    }
}
