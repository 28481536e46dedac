using System.Net;
using System.Net.Sockets;
using Docker.DotNet.Handler.Abstractions;
using Philae.HealthChecks.Tls;

namespace Philae.HealthChecks.Docker;

/// <summary>
/// The connection of the probe's own client: to a socket file or a host, one at a time, and gone at once when the client is
/// disposed, even while it is still being made.
/// </summary>
internal sealed class DockerTransport(UnixDomainSocketEndPoint? socketFile, TlsFiles? tls) : IAuthProvider, IDisposable
{
    private Socket? _socket;
    private volatile bool _disposed;

    public bool TlsEnabled => tls is not null;

    public HttpMessageHandler ConfigureHandler(HttpMessageHandler handler)
    {
        var sockets = (SocketsHttpHandler)handler;
        sockets.ActivityHeadersPropagator = null; // neither header nor span of its own
        sockets.MaxConnectionsPerServer = 1;
        sockets.ConnectCallback = (context, cancellationToken) => ConnectAsync(socketFile ?? (EndPoint)context.DnsEndPoint, cancellationToken);
        sockets.AllowAutoRedirect = false;
        sockets.UseCookies = false;
        sockets.UseProxy = socketFile is null;
        if (tls is not null)
        {
            sockets.SslOptions = tls.Settings();
        }

        return new DockerHandler(sockets, this);
    }

    public void Dispose()
    {
        _disposed = true;
        Interlocked.Exchange(ref _socket, null)?.Dispose();
        tls?.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = socketFile is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        Interlocked.Exchange(ref _socket, socket);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
