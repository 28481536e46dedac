using Philae.HealthChecks.TestKit.Servers;

[assembly: AssemblyFixture(typeof(Philae.HealthChecks.Docker.Tests.DockerServers))]

namespace Philae.HealthChecks.Docker.Tests;

/// <summary>The server that the tests share: up, on a port. PHILAE_TEST_DOCKER_HOST names another.</summary>
public sealed class DockerServers : IAsyncLifetime
{
    private static readonly string? Given = Environment.GetEnvironmentVariable("PHILAE_TEST_DOCKER_HOST");
    private readonly DockerApiServer? _server = string.IsNullOrEmpty(Given) ? new() : null;

    public string Target => _server?.Target ?? Given!;

    public async ValueTask InitializeAsync() => await (_server?.StartAsync() ?? Task.CompletedTask);

    public async ValueTask DisposeAsync() => await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
}
