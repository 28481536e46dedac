namespace Philae.HealthChecks.Tests.Engine;

/// <summary>A check that a test holds in its hand: it ignores its token and ends when it is told to; from then on, at once.</summary>
internal sealed class HeldCheck
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _runs;

    public Task Started => _started.Task.WaitAsync(TimeSpan.FromMinutes(1));

    public int Runs => Volatile.Read(ref _runs);

    public CancellationToken Token { get; private set; }

    public Task CheckAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        Token = cancellationToken;
        _started.TrySetResult();
        return _end.Task;
    }

    public void End() => _end.TrySetResult();

    public void Fail(Exception failure) => _end.TrySetException(failure);
}
