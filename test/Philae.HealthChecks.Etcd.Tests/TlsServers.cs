using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Etcd.Tests;

/// <summary>A server with TLS, and one that wants a certificate of the same authority from its clients.</summary>
public sealed class TlsServers(TestCertificates certificates) : IAsyncLifetime
{
    public EtcdServer Server { get; } = new(certificates.Good);

    public EtcdServer Mutual { get; } = new(certificates.Good, wantsClientCertificate: true);

    public async ValueTask InitializeAsync() => await Task.WhenAll(Server.StartAsync(), Mutual.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Mutual.DisposeAsync();
    }
}
