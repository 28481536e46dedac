using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>A client of one server, kept from check to check for as long as it works. Nobody asks it twice at a time.</summary>
internal sealed class RedisConnection(ConfigurationOptions options, bool provesCredentials) : IDisposable
{
    private RedisConnectionAttempt? _attempt;
    private volatile bool _disposed;

    /// <summary>Asks, over a new connection where there is none that works.</summary>
    /// <exception cref="OperationCanceledException">Given up. The connection stays, even while it is being made.</exception>
    public async Task<T> AskAsync<T>(Func<IServer, Task<T>> question, CancellationToken cancellationToken)
    {
        RedisConnectionAttempt? kept = _attempt is { MayServe: true } attempt ? attempt : null;
        try
        {
            ConnectionMultiplexer client = await (kept ?? Begin()).Client.WaitAsync(cancellationToken).ConfigureAwait(false);
            return await question(client.GetServer(client.GetEndPoints(configuredOnly: true)[0])).OrGiveUpAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Drop();
            if (kept is null || exception is not RedisConnectionException)
            {
                throw;
            }
        }

        // That what was there before broke says how the server was. A new connection says how it is, and why.
        return await AskAsync(question, cancellationToken).ConfigureAwait(false);
    }

    public void Drop() => Interlocked.Exchange(ref _attempt, null)?.Dispose();

    public void Dispose()
    {
        _disposed = true;
        Drop();
    }

    private RedisConnectionAttempt Begin()
    {
        Drop();
        var attempt = new RedisConnectionAttempt(options, provesCredentials);
        Interlocked.Exchange(ref _attempt, attempt);
        if (_disposed)
        {
            Drop(); // Nobody else would.
        }

        return attempt;
    }
}
