using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

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
        SslOptions = options.Tls ?? Trust(options),
    };

    /// <summary>The authorities in a PEM file.</summary>
    /// <exception cref="CryptographicException">It holds no certificate.</exception>
    public static X509Certificate2Collection Authorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("The file holds no certificate.");
    }

    private static SslClientAuthenticationOptions? Trust(HttpConnectionOptions options)
    {
        if (options.TakesAnyCertificate)
        {
#pragma warning disable CA5359 // what the option is for; its documentation says what it costs
            return new() { RemoteCertificateValidationCallback = static (_, _, _, _) => true };
#pragma warning restore CA5359
        }

        if (options.CertificateAuthorityFile is not { } file)
        {
            return null;
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck, // an authority of one's own publishes no list
        };
        policy.CustomTrustStore.AddRange(Authorities(file));
        return new() { CertificateChainPolicy = policy };
    }

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
