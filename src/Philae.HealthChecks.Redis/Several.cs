using System.Runtime.ExceptionServices;

namespace Philae.HealthChecks.Redis;

/// <summary>Asks several servers at once. No question outlives the answer to all of them.</summary>
internal static class Several
{
    /// <summary>The first good answer; the other questions are given up.</summary>
    /// <param name="servers">Whom to ask.</param>
    /// <param name="ask">The question.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="accept">Throws where an answer is not good after all; one at a time. Null: every answer is good.</param>
    /// <exception cref="Exception">There is none: why the first answer was not good, or the first server's failure to answer, rather than its state.</exception>
    public static async Task<TAnswer> FirstAsync<TServer, TAnswer>(
        IEnumerable<TServer> servers,
        Func<TServer, CancellationToken, Task<TAnswer>> ask,
        CancellationToken cancellationToken,
        Func<TAnswer, Task>? accept = null)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<TAnswer>[] asked = [.. servers.Select(server => ask(server, enough.Token))];
        Exception? refusal = null;
        try
        {
            await foreach (Task<TAnswer> answer in Task.WhenEach(asked).ConfigureAwait(false))
            {
                if (answer.IsCompletedSuccessfully)
                {
                    try
                    {
                        await (accept?.Invoke(answer.Result) ?? Task.CompletedTask).ConfigureAwait(false);
                        return answer.Result;
                    }
                    catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                    {
                        refusal ??= exception;
                    }
                }
            }
        }
        finally
        {
            await GiveUpAsync(enough, asked).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (refusal is not null)
        {
            ExceptionDispatchInfo.Throw(refusal);
        }

        return await (asked.FirstOrDefault(static answer => answer.Exception?.InnerException is not RedisStateException) ?? asked[0]).ConfigureAwait(false);
    }

    /// <summary>Every answer; at the first failure, which it throws, the other questions are given up.</summary>
    public static async Task<TAnswer[]> EveryAsync<TServer, TAnswer>(
        IEnumerable<TServer> servers, Func<TServer, CancellationToken, Task<TAnswer>> ask, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<TAnswer>[] asked = [.. servers.Select(server => ask(server, enough.Token))];
        try
        {
            await foreach (Task<TAnswer> answer in Task.WhenEach(asked).ConfigureAwait(false))
            {
                await answer.ConfigureAwait(false);
            }
        }
        finally
        {
            await GiveUpAsync(enough, asked).ConfigureAwait(false);
        }

        return await Task.WhenAll(asked).ConfigureAwait(false);
    }

    private static async Task GiveUpAsync(CancellationTokenSource enough, Task[] asked)
    {
        await enough.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
