using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Running;

/// <summary>One asking of all checks of a group, and what it came to. Requests share it for as long as nothing in it is out of date.</summary>
internal sealed class CheckRound(CheckGroup group)
{
    private readonly TaskCompletionSource<RoundAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<ProbeOutcome>?[] _outcomes = new Task<ProbeOutcome>[group.Checks.Length];
    private volatile bool _isShared;

    /// <summary>Whether there are more requests than the first.</summary>
    public bool IsShared => _isShared;

    /// <summary>For a request that comes later; there at the deadline at the latest.</summary>
    public Task<RoundAnswer> ShareAsync()
    {
        _isShared = true;
        return _answer.Task;
    }

    /// <summary>Whether whoever asks now would be told the same: each check is in flight, or what was said of it holds.</summary>
    public bool HoldsAt(long now)
    {
        if (_answer.Task is { IsCompleted: true } answer)
        {
            return answer.IsCompletedSuccessfully && answer.Result.HoldsAt(now);
        }

        for (int check = 0; check < _outcomes.Length; check++)
        {
            if (_outcomes[check] is { IsCompletedSuccessfully: true, Result: var known } && !group.Holds(check, known, now))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Asks, for the request that comes first. It goes on where the last check ends, the others after it.</summary>
    public async Task<RoundAnswer> RunAsync(Via via, CancellationToken cancellationToken)
    {
        CheckBatch? batch = null;
        try
        {
            batch = new CheckBatch(via, group.Now, _outcomes.Length);
            bool isWatched = PoolWatch.Enter(batch);
            Task begun = AskAsync(batch, cancellationToken);
            if (isWatched)
            {
                await begun.ConfigureAwait(false); // without the watch, a check that blocks would hold it up for as long as it blocks
            }

            var outcomes = new ProbeOutcome[_outcomes.Length];

            // Those that begin last are waited for first: the others have mostly ended by then.
            for (int check = outcomes.Length - 1; check >= 0; check--)
            {
                outcomes[check] = await group.WithinAsync(via, check, _outcomes[check]!).ConfigureAwait(false);
            }

            var answer = new RoundAnswer(group, this, outcomes);
            _answer.SetResult(answer);
            return answer;
        }
        catch (Exception exception)
        {
            _answer.SetException(exception);
            _ = _answer.Task.Exception; // nobody may share it
            throw;
        }
        finally
        {
            PoolWatch.Leave(batch);
        }
    }

    // What was added begins in any case: each is in flight for its runner already, and others wait for it.
    private Task AskAsync(CheckBatch batch, CancellationToken cancellationToken)
    {
        Task begun;
        try
        {
            group.Ask(_outcomes, batch, cancellationToken);
        }
        finally
        {
            begun = batch.BeginAsync();
        }

        return begun;
    }
}
