using System.Diagnostics;
using System.Net.Sockets;

namespace Philae.HealthChecks.Http;

/// <summary>Makes the handler of a probe's own client: connect limit, TLS, and the response's clock started by the connection.</summary>
internal static class HttpProbeHandler
{
    // A connection that is never idle would outlive every change of the host's addresses.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    public static SocketsHttpHandler Create(HttpConnectionOptions options, bool isTraced) => new()
    {
        ActivityHeadersPropagator = isTraced ? DistributedContextPropagator.Current : null, // null: neither header nor span
        AllowAutoRedirect = false, // the probe follows them itself, and keeps the credentials at the same origin
        UseCookies = false,
        PooledConnectionLifetime = ConnectionLifetime,
        ConnectTimeout = options.ConnectTimeout, // ends the connecting, too; the clock ends only the waiting
        ConnectCallback = ConnectAsync,
        PlaintextStreamFilter = Connected,
        SslOptions = options.Tls ?? HttpCertificates.Settings(options),
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        ResponseClock.Connecting(context.InitialRequestMessage);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static ValueTask<Stream> Connected(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken)
    {
        ResponseClock.Connected(context.InitialRequestMessage);
        return ValueTask.FromResult(context.PlaintextStream);
    }
}
