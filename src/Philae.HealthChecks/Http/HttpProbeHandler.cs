using System.Net.Sockets;

namespace Philae.HealthChecks.Http;

/// <summary>Makes the handler of a probe's own client: connect limit, TLS, and the response's clock started by the connection.</summary>
internal static class HttpProbeHandler
{
    public static SocketsHttpHandler Create(HttpProbeOptions options) => new()
    {
        AllowAutoRedirect = false, // the probe follows them itself, and keeps the credentials on the same host
        UseCookies = false,
        ConnectTimeout = options.ConnectTimeout,
        ConnectCallback = ConnectAsync,
        PlaintextStreamFilter = Connected,
        SslOptions = options.Tls ?? new(),
        ResponseDrainTimeout = options.ResponseTimeout,
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        ResponseClock.Pause(context.InitialRequestMessage);
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
        ResponseClock.Start(context.InitialRequestMessage);
        return ValueTask.FromResult(context.PlaintextStream);
    }
}
