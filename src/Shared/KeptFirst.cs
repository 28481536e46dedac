using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Philae.HealthChecks;

/// <summary>
/// Uses the connection that was kept from the last check. If it is lost, that says how the server was. If it has not answered
/// for a while, it may have been cut without a word. In both cases one fresh connection decides; its failure is not retried.
/// </summary>
/// <param name="deadline">The check's. A kept connection may be silent for a third of it, at least 100 milliseconds, before a fresh one is opened as well.</param>
/// <param name="time">The clock of deadlines.</param>
internal sealed class KeptFirst(TimeSpan deadline, TimeProvider time)
{
    // Sooner, a busy machine is the likelier reason, and a connection more would make it busier.
    private static readonly TimeSpan LeastSilence = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _silence = deadline / 3 > LeastSilence ? deadline / 3 : LeastSilence;

    public static KeptFirst Of(IServiceProvider services, TimeSpan timeout)
    {
        TimeSpan report = services.GetRequiredService<IOptions<PhilaeOptions>>().Value.Deadline;
        return new(timeout < report ? timeout : report, services.GetRequiredService<TimeProvider>());
    }

    /// <summary>Returns the first answer; a fresh connection's failure is final.</summary>
    /// <param name="kept">Queries over the kept connection. It ends soon after its token is cancelled, and closes the connection if it fails.</param>
    /// <param name="fresh">The same over a fresh connection.</param>
    /// <param name="isLost">Whether a failure of the kept connection says nothing about the server.</param>
    /// <param name="discard">Closes what is not needed after all.</param>
    /// <param name="cancellationToken">The check's.</param>
    public async Task<T> GetFirstAsync<T>(
        Func<CancellationToken, Task<T>> kept,
        Func<CancellationToken, Task<T>> fresh,
        Func<Exception, bool> isLost,
        Action<T> discard,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<T> first = kept(stop.Token);
        Task<T>? second = null;
        Task<T>? winner = null;
        try
        {
            await ((Task)first).WaitAsync(_silence, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (!first.IsCompleted || IsLost(first))
            {
                second = fresh(stop.Token);
                await Task.WhenAny(first, second).ConfigureAwait(false);
            }

            winner = first.IsCompleted && !IsLost(first) ? first : second!;
            return await winner.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (Task<T> loser in new[] { first, second }.OfType<Task<T>>().Where(asked => asked != winner))
            {
                await ((Task)loser).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (loser.IsCompletedSuccessfully)
                {
                    discard(loser.Result);
                }
            }
        }

        bool IsLost(Task asked) => asked.IsCanceled || (asked.Exception?.InnerException is { } failure && isLost(failure));
    }
}
