namespace Philae.HealthChecks.Http;

/// <summary>
/// The response's time limit. It stands still while a connection is being made, which has a limit of its own, and starts
/// when the connection is there; on a pooled connection it starts at once.
/// </summary>
internal sealed class ResponseClock : IDisposable
{
    private static readonly HttpRequestOptionsKey<ResponseClock> Key = new("Philae.ResponseClock");

    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _expiry;
    private readonly CancellationTokenSource _either;

    public ResponseClock(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _limit = limit;
        _expiry = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_expiry.Token, cancellationToken);
    }

    /// <summary>Cancelled at the limit or by the caller.</summary>
    public CancellationToken Token => _either.Token;

    public bool Expired => _expiry.IsCancellationRequested;

    public void Attach(HttpRequestMessage request) => request.Options.Set(Key, this);

    public static void Pause(HttpRequestMessage request) => Restart(request, static _ => Timeout.InfiniteTimeSpan);

    public static void Start(HttpRequestMessage request) => Restart(request, static clock => clock._limit);

    public void Dispose()
    {
        _either.Dispose();
        _expiry.Dispose();
    }

    // The connection may outlive the request that it was opened for; a clock already gone has nothing to restart.
    private static void Restart(HttpRequestMessage request, Func<ResponseClock, TimeSpan> limit)
    {
        if (request.Options.TryGetValue(Key, out ResponseClock? clock))
        {
            try
            {
                clock._expiry.CancelAfter(limit(clock));
            }
            catch (ObjectDisposedException)
            {
            }
        }
    }
}
