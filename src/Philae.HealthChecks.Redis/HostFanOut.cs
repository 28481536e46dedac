namespace Philae.HealthChecks.Redis;

/// <summary>Queries several servers at once. No query outlives the result for all of them.</summary>
internal static class HostFanOut
{
    /// <summary>Returns the first good answer and cancels the other queries.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="ask">Queries one.</param>
    /// <param name="cancellationToken">The check's.</param>
    /// <param name="accept">Throws if an answer is not good after all; called for one at a time. Null: every answer is good.</param>
    /// <exception cref="Exception">
    /// There is no good answer. It is a server's refusal of the account; or else why the first answer was not good; or else why the first server did not answer.
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
            await CancelAsync(enough, asked).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await MostTelling([.. refused, .. asked.OrderBy(static answer => answer.Exception?.InnerException is RedisStateException)]).ConfigureAwait(false);
    }

    /// <summary>Returns every answer.</summary>
    /// <exception cref="Exception">One has failed. It is a server's refusal of the account, or else the earliest failure.</exception>
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
            await CancelAsync(enough, asked).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return failed.Count == 0 ? await Task.WhenAll(asked).ConfigureAwait(false) : [await MostTelling(failed).ConfigureAwait(false)];
    }

    // A server that is down comes back by itself; an account that is refused has to be put right.
    private static Task<T> MostTelling<T>(IEnumerable<Task<T>> failed) => failed.MinBy(Rank)!;

    private static int Rank(Task failed) => failed.Exception?.InnerException is not { } exception ? 2 : RedisFailure.ReasonOf(exception) switch
    {
        FailureReason.AuthenticationFailed => 0,
        FailureReason.AccessDenied => 1,
        _ => 2,
    };

    private static async Task CancelAsync(CancellationTokenSource enough, Task[] asked)
    {
        await enough.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
