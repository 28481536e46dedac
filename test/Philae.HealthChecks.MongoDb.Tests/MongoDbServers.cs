using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

[assembly: AssemblyFixture(typeof(Philae.HealthChecks.MongoDb.Tests.MongoDbServers))]

namespace Philae.HealthChecks.MongoDb.Tests;

/// <summary>The server that all tests of the assembly share: up, with a password. A real one in place of the fake on request.</summary>
public sealed class MongoDbServers : IAsyncDisposable
{
    private readonly FakeMongoServer _server = FakeMongoServer.Started("hc", ProbeConformance.Secret);

    public string Url => Environment.GetEnvironmentVariable("PHILAE_TEST_MONGODB_URL") ?? _server.Url;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
