using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Philae.HealthChecks.Redis;

/// <summary>
/// Sees whether a server answers the TLS handshake at all. Redis without TLS does not: it takes the handshake for a command and
/// waits for the rest of it.
/// </summary>
internal sealed class HandshakeWatch : Tunnel
{
    private volatile bool _hasBegun;
    private volatile bool _isAnswered;

    private HandshakeWatch()
    {
    }

    /// <summary>Watches the connections of a client that is to be made. Null: it uses no TLS, or a tunnel of the application's.</summary>
    public static HandshakeWatch? Of(ConfigurationOptions options)
    {
        if (!options.Ssl || options.Tunnel is not null)
        {
            return null;
        }

        var watch = new HandshakeWatch();
        options.Tunnel = watch;
        return watch;
    }

    /// <summary>Throws once the limit has passed without a word from the server.</summary>
    /// <exception cref="ProbeException">The server accepted the connection and did not answer.</exception>
    public async Task ThrowIfSilentAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.Delay(limit, time, cancellationToken).ConfigureAwait(false);
        ThrowIfSilent(null);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(false);
    }

    /// <param name="failure">The driver's, if it has given up at its own limit.</param>
    public void ThrowIfSilent(RedisConnectionException? failure)
    {
        if (_hasBegun && !_isAnswered && failure is (null or { FailureType: ConnectionFailureType.UnableToConnect, InnerException: null }))
        {
            throw new ProbeException("no answer to the TLS handshake", FailureReason.TimedOut, failure);
        }
    }

    public override ValueTask<Stream?> BeforeAuthenticateAsync(
        EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken)
    {
        _hasBegun = true;
        return ValueTask.FromResult<Stream?>(socket is null ? null : new WatchedStream(socket, this));
    }

    private sealed class WatchedStream(Socket socket, HandshakeWatch watch) : NetworkStream(socket)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            watch._isAnswered |= count > 0;
            return count;
        }
    }
}
