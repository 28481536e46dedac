using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.Fleet.Tests.Leaks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Fleet.Tests.Faults;

/// <summary>A client with TLS on a port without, and the other way round: what each driver says.</summary>
[Trait("Servers", "Own")]
public sealed class TlsMismatchTests
{
    private const string Secret = ProbeConformance.Secret;
    private const string Late = "prober: context deadline exceeded";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("redis", "unable to contact Redis host: timed out")]
    [InlineData("postgresql", "unable to contact PostgreSQL host: tls handshake failed")]
    [InlineData("mysql", "unable to contact MySQL host: tls handshake failed")]
    [InlineData("mongodb", "Unable to contact server: tls handshake failed")]
    [InlineData("etcd", "Unable to contact server: tls handshake failed")]
    [InlineData("docker", "Unable to contact docker: tls handshake failed")]
    [InlineData("http", "Unable to send request: tls handshake failed")]
    public async Task Check_TlsClientOnAPlainPort_NamesTheReason(string server, string reason)
    {
        await using WellServer well = await Member.All[server].StartAsync();

        (await ReasonAsync(checks => AddWithTls(checks, server, well.Port))).Should().Be($"probe check failed: {reason}");
    }

    [Theory]
    [InlineData("redis", "unable to contact Redis host: unavailable")]
    [InlineData("postgresql", "unable to contact PostgreSQL host: unavailable")]
    [InlineData("mysql", Late)]
    [InlineData("mongodb", "Unable to contact server: unavailable")]
    [InlineData("etcd", "Unable to contact server: protocol error")]
    [InlineData("docker", "Unable to contact docker: unexpected response")]
    [InlineData("http", "Unable to send request: unexpected response")]
    public async Task Check_PlainClientOnATlsPort_NamesTheReason(string server, string reason)
    {
        using var certificate = new TestCertificate();
        await using WellServer well = await Member.All[server].StartAsync();
        await using var tls = new TlsProxy(well.Port, certificate);

        string? actual = await ReasonAsync(checks => Member.All[server].Add(checks, tls.Port, server, Deadline));

        // The driver's own limit and the check's deadline fall together: either may come first.
        (server == "mysql" && actual == "probe check failed: unable to contact MySQL host: timed out" ? $"probe check failed: {reason}" : actual).Should().Be($"probe check failed: {reason}");
    }

    private static void AddWithTls(IHealthChecksBuilder checks, string server, int port) => _ = server switch
    {
        "redis" => checks.AddPhilaeRedis($"rediss://:{Secret}@127.0.0.1:{port}", timeout: Deadline),
        "postgresql" => checks.AddPhilaePostgreSql($"postgres://postgres:{Secret}@127.0.0.1:{port}/postgres?sslmode=require", timeout: Deadline),
        "mysql" => checks.AddPhilaeMySql($"mysql://hc:{Secret}@127.0.0.1:{port}/?ssl-mode=required", timeout: Deadline),
        "mongodb" => checks.AddPhilaeMongoDb($"mongodb://hc:{Secret}@127.0.0.1:{port}/?tls=true", timeout: Deadline),
        "etcd" => checks.AddPhilaeEtcd($"https://127.0.0.1:{port}", timeout: Deadline),
        "docker" => checks.AddPhilaeDocker($"https://127.0.0.1:{port}", timeout: Deadline),
        _ => checks.AddPhilaeHttp($"https://127.0.0.1:{port}/", timeout: Deadline),
    };

    private static async Task<string?> ReasonAsync(Action<IHealthChecksBuilder> add)
    {
        await using var host = new ProbeHost(add);
        return ProbeHost.Reason(await host.Prober.CheckAsync());
    }
}
