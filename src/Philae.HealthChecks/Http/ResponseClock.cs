namespace Philae.HealthChecks.Http;

/// <summary>
/// The time limit of the request under way. While a connection is being made, that has a limit of its own; the response's
/// starts when the connection is there, on a pooled one at once.
/// </summary>
internal sealed class ResponseClock : IDisposable
{
    private static readonly HttpRequestOptionsKey<ResponseClock> Key = new("Philae.ResponseClock");

    private readonly TimeSpan _response;
    private readonly TimeSpan _connect;
    private readonly TimeProvider _time;
    private readonly CancellationToken _caller;
    private CancellationTokenSource _expiry;
    private CancellationTokenSource _either;

    public ResponseClock(TimeSpan response, TimeSpan connect, TimeProvider time, CancellationToken cancellationToken)
    {
        _response = response;
        _connect = connect;
        _time = time;
        _caller = cancellationToken;
        (_expiry, _either) = Sources();
    }

    /// <summary>Cancelled at the limit or by the caller.</summary>
    public CancellationToken Token => _either.Token;

    public bool Expired => _expiry.IsCancellationRequested;

    /// <summary>Whether a connection was made for the request under way, or at least begun; otherwise it went over one that was kept.</summary>
    public bool HasConnected { get; private set; }

    /// <summary>Times a request, each redirect anew.</summary>
    public void Start(HttpRequestMessage request)
    {
        if (Expired)
        {
            Dispose();
            (_expiry, _either) = Sources();
        }

        HasConnected = false;
        request.Options.Set(Key, this);
        _expiry.CancelAfter(_response);
    }

    public static void Connecting(HttpRequestMessage request)
    {
        if (Of(request) is { } clock)
        {
            clock.HasConnected = true;
            clock.Restart(clock._connect);
        }
    }

    public static void Connected(HttpRequestMessage request)
    {
        if (Of(request) is { } clock)
        {
            clock.Restart(clock._response);
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _expiry.Dispose();
    }

    private static ResponseClock? Of(HttpRequestMessage request) => request.Options.TryGetValue(Key, out ResponseClock? clock) ? clock : null;

    private (CancellationTokenSource Expiry, CancellationTokenSource Either) Sources()
    {
        var expiry = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        return (expiry, CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, _caller));
    }

    private void Restart(TimeSpan limit)
    {
        try
        {
            _expiry.CancelAfter(limit);
        }
        catch (ObjectDisposedException)
        {
            // The connection came after the request that it was opened for had ended.
        }
    }
}
