using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>A client of one server, kept from check to check while it works. It has one caller at a time.</summary>
internal sealed class RedisConnection(ConfigurationOptions options, bool provesCredentials, KeptFirst keptFirst) : IDisposable
{
    private RedisConnectionAttempt? _attempt;
    private volatile bool _disposed;

    /// <summary>Queries the server, over a new connection if none works.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled. The connection stays, even while it is being opened.</exception>
    public async Task<T> QueryAsync<T>(Func<IServer, Task<T>> query, CancellationToken cancellationToken)
    {
        if (_attempt is not { MayServe: true } kept)
        {
            return (await QueryAsync(Begin(beside: null), query, cancellationToken).ConfigureAwait(false)).Answer;
        }

        RedisConnectionAttempt? answered = null;
        try
        {
            (answered, T answer) = await keptFirst.GetFirstAsync(
                token => QueryAsync(kept, query, token),
                token => QueryAsync(Begin(beside: kept), query, token),
                RedisFailure.IsLostConnection,
                static _ => { },
                cancellationToken).ConfigureAwait(false);
            return answer;
        }
        finally
        {
            KeepOneOf(kept, answered);
        }
    }

    public void Drop() => Interlocked.Exchange(ref _attempt, null)?.Dispose();

    public void Dispose()
    {
        _disposed = true;
        Drop();
    }

    private async Task<(RedisConnectionAttempt By, T Answer)> QueryAsync<T>(
        RedisConnectionAttempt attempt, Func<IServer, Task<T>> query, CancellationToken cancellationToken)
    {
        try
        {
            ConnectionMultiplexer client = await attempt.Client.WaitAsync(cancellationToken).ConfigureAwait(false);
            return (attempt, await query(client.GetServer(client.GetEndPoints(configuredOnly: true)[0])).WaitWithCancellationAsync(cancellationToken).ConfigureAwait(false));
        }
        catch when (!cancellationToken.IsCancellationRequested)
        {
            Drop(attempt);
            throw;
        }
    }

    private RedisConnectionAttempt Begin(RedisConnectionAttempt? beside)
    {
        var attempt = new RedisConnectionAttempt(options, provesCredentials);
        RedisConnectionAttempt? old = Interlocked.Exchange(ref _attempt, attempt);
        if (old != beside)
        {
            old?.Dispose();
        }

        DropIfDisposed();
        return attempt;
    }

    // The one that answered, or else the fresh one, if there is one.
    private void KeepOneOf(RedisConnectionAttempt kept, RedisConnectionAttempt? answered)
    {
        RedisConnectionAttempt? other = answered == kept ? Interlocked.Exchange(ref _attempt, kept) : kept;
        if (other != _attempt)
        {
            other?.Dispose();
        }

        DropIfDisposed();
    }

    private void Drop(RedisConnectionAttempt attempt)
    {
        Interlocked.CompareExchange(ref _attempt, null, attempt);
        attempt.Dispose();
    }

    private void DropIfDisposed()
    {
        if (_disposed)
        {
            Drop(); // Nobody else would.
        }
    }
}
