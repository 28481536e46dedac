using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.MySql.Tests;

/// <summary>A server that the tests of one class stop, freeze and count, one after the other.</summary>
public sealed class UnsteadyServer : IAsyncLifetime
{
    private readonly TestCertificate _certificate = new();

    public UnsteadyServer() => Server = new MariaDbServer(ProbeConformance.Secret, _certificate);

    public MariaDbServer Server { get; }

    public async ValueTask InitializeAsync() => await Server.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _certificate.Dispose();
    }
}
