namespace Philae.HealthChecks.AspNetCore.Tests.Middleware;

/// <summary>A probe that is healthy, unhealthy, or hangs without regard to its token, as a test wants.</summary>
internal sealed class SwitchedProbe : IProbe
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "p";

    public string State { get; set; } = MiddlewareRow.HealthyState;

    /// <summary>Completes when a check hangs.</summary>
    public Task Hanging => _hanging.Task;

    public Task CheckAsync(CancellationToken cancellationToken)
    {
        if (State == MiddlewareRow.HangingState)
        {
            _hanging.TrySetResult();
            return _released.Task;
        }

        return State == MiddlewareRow.HealthyState ? Task.CompletedTask : throw new ProbeException("down");
    }

    public void Release() => _released.TrySetResult();
}
