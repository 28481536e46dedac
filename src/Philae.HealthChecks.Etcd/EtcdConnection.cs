using System.Net.Sockets;
using System.Security.Authentication;
using Grpc.Core;
using Grpc.Net.Client;
using Philae.HealthChecks.Tls;

namespace Philae.HealthChecks.Etcd;

/// <summary>A gRPC channel over one connection, which is closed with it whatever it is doing.</summary>
internal sealed class EtcdConnection : IDisposable
{
    private readonly TlsFiles _certificates;
    private readonly bool _isSecure;
    private volatile bool _isSecuring;
    private volatile bool _isDisposed;
    private Socket? _socket;

    public EtcdConnection(Uri address, EtcdProbeOptions options)
    {
        _isSecure = address.Scheme == Uri.UriSchemeHttps;
        _certificates = TlsFiles.Load(options.CertificateAuthorityFile, options.ClientCertificateFile, options.ClientKeyFile);
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null, // neither header nor span of its own
            AllowAutoRedirect = false,
            UseProxy = false,
            SslOptions = _certificates.Settings(),

            // With a callback the channel connects when it is called; without, it connects in the background, and answers with an old
            // failure until its next attempt, which may be two minutes away.
            ConnectCallback = ConnectAsync,
        };
        Channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
        });
    }

    public GrpcChannel Channel { get; }

    public async Task<T> AnswerAsync<T>(AsyncUnaryCall<T> call)
    {
        using (call)
        {
            try
            {
                T answer = await call.ResponseAsync.ConfigureAwait(false);
                _isSecuring = false;
                return answer;
            }
            catch (RpcException exception) when (_isSecuring && exception.InnerException is not null)
            {
                // With TLS 1.3 a member refuses the probe's certificate, or the lack of one, after the handshake, and hangs up;
                // whether its reason is seen is a matter of luck.
                throw new AuthenticationException("The member hung up before its first answer over TLS.", exception);
            }
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        Channel.Dispose();
        _socket?.Dispose();
        _certificates.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Interlocked.Exchange(ref _socket, socket)?.Dispose();
        if (_isDisposed)
        {
            socket.Dispose();
        }

        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
        _isSecuring = _isSecure;
        return new NetworkStream(socket, ownsSocket: true);
    }
}
