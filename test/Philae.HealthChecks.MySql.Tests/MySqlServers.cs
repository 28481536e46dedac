using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

[assembly: AssemblyFixture(typeof(Philae.HealthChecks.MySql.Tests.MySqlServers))]

namespace Philae.HealthChecks.MySql.Tests;

/// <summary>The server that all tests of the assembly share: up, with an account that may only log in, and with TLS for those who ask for it.</summary>
public sealed class MySqlServers : IAsyncLifetime
{
    private static readonly string? Given = Environment.GetEnvironmentVariable("PHILAE_TEST_MYSQL_URL");
    private readonly MariaDbServer _server;

    public MySqlServers() => _server = new MariaDbServer(ProbeConformance.Secret, Certificate);

    public TestCertificate Certificate { get; } = new();

    /// <summary>A server that is well, the tests' own or a given one.</summary>
    public string Url => Given ?? _server.Url();

    /// <summary>The tests' own server, for what needs its port or its administrator.</summary>
    public MariaDbServer Own => Given is null ? _server : throw new InvalidOperationException("PHILAE_TEST_MYSQL_URL is set: leave these tests out (--filter-not-trait Servers=Own).");

    public async ValueTask InitializeAsync()
    {
        if (Given is null)
        {
            await _server.InitializeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Certificate.Dispose();
    }
}
