using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

[assembly: AssemblyFixture(typeof(Philae.HealthChecks.Redis.Tests.RedisServers))]

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>The server that all tests of the assembly share: up, with a password.</summary>
public sealed class RedisServers : IAsyncLifetime
{
    private readonly RedisServer _server = new(ProbeConformance.Secret);

    public string Url => Environment.GetEnvironmentVariable("PHILAE_TEST_REDIS_URL") ?? $"redis://:{ProbeConformance.Secret}@127.0.0.1:{_server.Port}";

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
