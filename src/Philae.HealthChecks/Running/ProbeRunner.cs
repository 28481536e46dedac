using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.Running;

/// <summary>
/// Runs one probe for the life of the process: never twice at a time. Whoever asks during a run shares it, and after its
/// deadline is told at once that it is late, for as long as the check still runs. A result that is fresh is served again.
/// </summary>
internal sealed class ProbeRunner(
    ProbeRegistration registration, IServiceProvider services, PhilaeOptions all, Func<ProbeOptions> own, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private ProbeRun? _run;
    private long _maxAgeTicks;

    /// <summary>Now, as <see cref="RunAsync"/> takes it.</summary>
    public long Timestamp => time.GetTimestamp();

    /// <summary>The outcome of a run; null when healthy.</summary>
    /// <param name="start">When the caller began to wait.</param>
    /// <param name="caller">The caller's.</param>
    /// <exception cref="OperationCanceledException">The caller has gone. The run goes on.</exception>
    public async Task<ProbeFailedException?> RunAsync(long start, CancellationToken caller)
    {
        TimeSpan deadline = Deadline();
        try
        {
            caller.ThrowIfCancellationRequested();
            return await Current(deadline).Outcome.WaitAsync(caller).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (time.GetElapsedTime(start) > deadline / 2)
        {
            // The engine has a timer of its own for the same deadline, cancels what we see as the caller, and may be a little
            // earlier than ours. Past half of the deadline it was that; a caller who really left then reads neither answer.
            return ProbeFailedException.Late();
        }
    }

    public void Dispose() => _run?.Dispose();

    private ProbeRun Current(TimeSpan deadline)
    {
        lock (_gate)
        {
            return _run is { } run && (!run.HasEnded || run.Age.Ticks < Volatile.Read(ref _maxAgeTicks))
                ? run
                : _run = ProbeRun.Start(CheckAsync, deadline, time);
        }
    }

    private TimeSpan Deadline()
    {
        TimeSpan timeout = registration.Check.Timeout;
        return timeout > TimeSpan.Zero && timeout < all.Deadline ? timeout : all.Deadline;
    }

    private Task CheckAsync(CancellationToken cancellationToken) => ProbeFailedException.Configured(Probe).CheckAsync(cancellationToken);

    private IProbe Probe()
    {
        Volatile.Write(ref _maxAgeTicks, (own().MaxAge ?? all.MaxAge).Ticks);
        return services.GetRequiredKeyedService<IProbe>(registration);
    }
}
