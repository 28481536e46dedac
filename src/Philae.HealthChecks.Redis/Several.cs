namespace Philae.HealthChecks.Redis;

/// <summary>Asks several servers at once. No question outlives the answer to all of them.</summary>
internal static class Several
{
    /// <summary>The first good answer; the other questions are given up.</summary>
    /// <param name="servers">Whom to ask.</param>
    /// <param name="ask">The question.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="accept">Throws where an answer is not good after all; one at a time. Null: every answer is good.</param>
    /// <exception cref="Exception">
    /// There is none: that a server refuses the account; or else why the first answer was not good, or the first server's failure to answer, rather than its state.
    /// </exception>
    public static async Task<TAnswer> FirstAsync<TServer, TAnswer>(
        IEnumerable<TServer> servers,
        Func<TServer, CancellationToken, Task<TAnswer>> ask,
        CancellationToken cancellationToken,
        Func<TAnswer, Task>? accept = null)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<TAnswer>[] asked = [.. servers.Select(server => ask(server, enough.Token))];
        List<Task<TAnswer>> refused = [];
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
                        refused.Add(Task.FromException<TAnswer>(exception));
                    }
                }
            }
        }
        finally
        {
            await GiveUpAsync(enough, asked).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await Telling([.. refused, .. asked.OrderBy(static answer => answer.Exception?.InnerException is RedisStateException)]).ConfigureAwait(false);
    }

    /// <summary>Every answer.</summary>
    /// <exception cref="Exception">There is a failure: that a server refuses the account, or else the earliest.</exception>
    public static async Task<TAnswer[]> EveryAsync<TServer, TAnswer>(
        IEnumerable<TServer> servers, Func<TServer, CancellationToken, Task<TAnswer>> ask, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<TAnswer>[] asked = [.. servers.Select(server => ask(server, enough.Token))];
        List<Task<TAnswer>> failed = [];
        try
        {
            await foreach (Task<TAnswer> answer in Task.WhenEach(asked).ConfigureAwait(false))
            {
                if (!answer.IsCompletedSuccessfully)
                {
                    failed.Add(answer);

                    // Nothing that is still to come tells more.
                    if (Rank(answer) == 0)
                    {
                        break;
                    }
                }
            }
        }
        finally
        {
            await GiveUpAsync(enough, asked).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return failed.Count == 0 ? await Task.WhenAll(asked).ConfigureAwait(false) : [await Telling(failed).ConfigureAwait(false)];
    }

    // A server that is down comes back by itself; an account that is refused has to be put right.
    private static Task<T> Telling<T>(IEnumerable<Task<T>> failed) => failed.MinBy(Rank)!;

    private static int Rank(Task failed) => failed.Exception?.InnerException is not { } exception ? 2 : RedisFailure.ReasonOf(exception) switch
    {
        FailureReason.AuthenticationFailed => 0,
        FailureReason.AccessDenied => 1,
        _ => 2,
    };

    private static async Task GiveUpAsync(CancellationTokenSource enough, Task[] asked)
    {
        await enough.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
