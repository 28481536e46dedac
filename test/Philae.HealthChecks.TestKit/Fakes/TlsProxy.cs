using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>TLS in front of a server that has none; with an authority for clients, only for those who show a certificate of its.</summary>
public sealed class TlsProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly int _port;
    private readonly SslServerAuthenticationOptions _options;
    private readonly Task _accepting;
    private int _accepted;

    public TlsProxy(int port, TestCertificate certificate, X509Certificate2? clients = null)
    {
        _port = port;
        _options = new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate.Certificate,
            ClientCertificateRequired = clients is not null,
            RemoteCertificateValidationCallback = (_, shown, sent, _) => clients is null || IsOf(clients, shown as X509Certificate2, sent),
        };
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections there have been.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private static bool IsOf(X509Certificate2 authority, X509Certificate2? shown, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.ExtraStore.AddRange(sent?.ChainPolicy.ExtraStore ?? []);
        return shown is not null && chain.Build(shown);
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (; ; )
            {
                Socket connection = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(connection));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        try
        {
            await using var outside = new SslStream(new NetworkStream(connection, ownsSocket: true));
            await outside.AuthenticateAsServerAsync(_options, _stop.Token);
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
            await using NetworkStream inside = server.GetStream();
            await await Task.WhenAny(outside.CopyToAsync(inside, _stop.Token), inside.CopyToAsync(outside, _stop.Token));
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or SocketException or OperationCanceledException)
        {
            // The client is refused, or one of the three has gone.
        }
    }
}
