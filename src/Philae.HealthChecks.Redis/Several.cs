namespace Philae.HealthChecks.Redis;

/// <summary>Asks several servers at once. No question outlives the answer to all of them.</summary>
internal static class Several
{
    /// <summary>The first good answer; the other questions are given up.</summary>
    /// <exception cref="Exception">There is none: the first failure to reach one, or else what the first of them said.</exception>
    public static async Task<TAnswer> FirstAsync<TServer, TAnswer>(
        IEnumerable<TServer> servers, Func<TServer, CancellationToken, Task<TAnswer>> ask, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<TAnswer>[] asked = [.. servers.Select(server => ask(server, enough.Token))];
        await foreach (Task<TAnswer> answer in Task.WhenEach(asked).ConfigureAwait(false))
        {
            if (answer.IsCompletedSuccessfully)
            {
                await GiveUpAsync(enough, asked).ConfigureAwait(false);
                return answer.Result;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await (asked.FirstOrDefault(static answer => answer.Exception?.InnerException is not RedisStateException) ?? asked[0]).ConfigureAwait(false);
    }

    /// <summary>Every answer; at the first failure, which it throws, the other questions are given up.</summary>
    public static async Task<TAnswer[]> EveryAsync<TServer, TAnswer>(
        IEnumerable<TServer> servers, Func<TServer, CancellationToken, Task<TAnswer>> ask, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<TAnswer>[] asked = [.. servers.Select(server => ask(server, enough.Token))];
        await foreach (Task<TAnswer> answer in Task.WhenEach(asked).ConfigureAwait(false))
        {
            if (!answer.IsCompletedSuccessfully)
            {
                await GiveUpAsync(enough, asked).ConfigureAwait(false);
                await answer.ConfigureAwait(false);
            }
        }

        return await Task.WhenAll(asked).ConfigureAwait(false);
    }

    private static async Task GiveUpAsync(CancellationTokenSource enough, Task[] asked)
    {
        await enough.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
