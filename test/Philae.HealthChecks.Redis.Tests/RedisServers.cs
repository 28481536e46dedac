using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

[assembly: AssemblyFixture(typeof(Philae.HealthChecks.Redis.Tests.RedisServers))]

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>The server that the tests share which need no more of it than to be well: PHILAE_TEST_REDIS_URL names it, or it is a local one.</summary>
public sealed class RedisServers : IAsyncLifetime
{
    private RedisServer? _local;

    public string Url { get; private set; } = Environment.GetEnvironmentVariable("PHILAE_TEST_REDIS_URL") ?? "";

    public static string UrlOf(RedisServer server, string? password = ProbeConformance.Secret, string user = "", string scheme = "redis", string host = "127.0.0.1") =>
        $"{scheme}://{user}{(password is null ? "" : $":{password}@")}{host}:{server.Port}";

    /// <summary>A target that names several servers.</summary>
    public static string UrlOf(IEnumerable<RedisServer> servers, string credentials = $":{ProbeConformance.Secret}", string scheme = "redis", string host = "127.0.0.1", string path = "") =>
        $"{scheme}://{credentials}@{string.Join(',', servers.Select(server => $"{host}:{server.Port}"))}{path}";

    /// <summary>A server of a test's own, which the test disposes.</summary>
    public static async Task<RedisServer> StartAsync(TestCertificate? certificate = null)
    {
        var server = new RedisServer(ProbeConformance.Secret, certificate);
        await server.StartAsync();
        return server;
    }

    public async ValueTask InitializeAsync()
    {
        if (Url.Length == 0)
        {
            _local = await StartAsync();
            Url = UrlOf(_local);
        }
    }

    public ValueTask DisposeAsync() => _local?.DisposeAsync() ?? ValueTask.CompletedTask;
}
