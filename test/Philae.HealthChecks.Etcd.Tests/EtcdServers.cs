using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

[assembly: AssemblyFixture(typeof(Philae.HealthChecks.Etcd.Tests.EtcdServers))]

namespace Philae.HealthChecks.Etcd.Tests;

/// <summary>The server that tests share: up, and with one user, who may read the key that is asked for and nothing else.</summary>
public sealed class EtcdServers : IAsyncLifetime
{
    private static readonly string? Given = Environment.GetEnvironmentVariable("PHILAE_TEST_ETCD_URL");
    private readonly EtcdServer _server = new();

    /// <summary>A server that is well, the tests' own or a given one.</summary>
    public string Url => Given ?? _server.Url();

    /// <summary>The tests' own server, for what needs its port or its administrator.</summary>
    public EtcdServer Own => Given is null ? _server : throw new InvalidOperationException("PHILAE_TEST_ETCD_URL is set: leave these tests out (--filter-not-trait Servers=Own).");

    public async ValueTask InitializeAsync()
    {
        if (Given is null)
        {
            await _server.StartAsync();
            await _server.AddUserAsync("probe", ProbeConformance.Secret, key: "philae");
            await _server.EnableUsersAsync("r00t");
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
