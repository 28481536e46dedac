using System.Net.Sockets;

namespace Philae.HealthChecks.MongoDb;

/// <summary>
/// The sockets of one client of the driver. Its monitors wait in blocking calls, of which a TLS handshake has no time limit and
/// cannot be cancelled; closing the socket ends them all.
/// </summary>
internal sealed class TrackedSockets
{
    private readonly Lock _gate = new();
    private readonly List<WeakReference<Socket>> _sockets = [];
    private bool _closed;

    /// <exception cref="ObjectDisposedException">They were closed: no more are wanted.</exception>
    public void Add(Socket socket)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _sockets.RemoveAll(static known => !known.TryGetTarget(out _));
            _sockets.Add(new(socket));
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (WeakReference<Socket> known in _sockets)
            {
                if (known.TryGetTarget(out Socket? socket))
                {
                    socket.Dispose();
                }
            }

            _sockets.Clear();
        }
    }
}
