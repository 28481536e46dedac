using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Running;

/// <summary>
/// Runs one probe for the life of the process: makes it at the first check, cuts each check off at its deadline, and turns
/// whatever it throws into a <see cref="ProbeFailedException"/>. Only the caller's own cancellation leaves as such.
/// </summary>
internal sealed class ProbeRunner(
    ProbeRegistration registration, IServiceProvider services, IOptions<PhilaeOptions> options, TimeProvider time)
{
    // The engine has a timer of its own for registration.Check.Timeout, and it may fire a moment before ours.
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(50);

    public async Task RunAsync(CancellationToken caller)
    {
        caller.ThrowIfCancellationRequested();
        TimeSpan deadline = Deadline();
        long start = time.GetTimestamp();
        var stop = new CancellationTokenSource();

        // On a thread of its own, as a check may block the one that it is given.
        Task check = Task.Run(() => CheckAsync(stop.Token), CancellationToken.None);
        await check.WaitAsync(deadline, time, caller).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (check.IsCompleted)
        {
            await check.ConfigureAwait(false);
            return;
        }

        Abandon(check, stop);
        if (caller.IsCancellationRequested && time.GetElapsedTime(start) < deadline - TimerSlack)
        {
            throw new OperationCanceledException(caller);
        }

        throw ProbeFailedException.Late();
    }

    private TimeSpan Deadline()
    {
        TimeSpan report = options.Value.Deadline;
        return registration.Check.Timeout > TimeSpan.Zero && registration.Check.Timeout < report ? registration.Check.Timeout : report;
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        IProbe probe;
        try
        {
            probe = services.GetRequiredKeyedService<IProbe>(registration);
        }
        catch (Exception exception)
        {
            throw ProbeFailedException.NotConfigured(exception);
        }

        try
        {
            await probe.CheckAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw ProbeFailedException.Check(exception);
        }
    }

    private static void Abandon(Task check, CancellationTokenSource stop)
    {
        _ = check.ContinueWith(
            static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        _ = stop.CancelAsync();
    }
}
