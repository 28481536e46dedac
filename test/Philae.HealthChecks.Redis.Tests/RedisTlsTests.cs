using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis.Tests;

[Trait("Servers", "Own")]
public sealed class RedisTlsTests(RedisTlsTests.Certificates certificates) : IClassFixture<RedisTlsTests.Certificates>
{
    private static readonly string Failed = PatientHost.Unable("tls handshake failed");
    private readonly TestCertificate _good = certificates.Good;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Check_AuthorityIsGiven_IsHealthy(string host)
    {
        await using RedisServer server = await RedisServers.StartAsync(_good);

        (await PatientHost.ReasonAsync(RedisServers.UrlOf(server, scheme: "rediss", host: host), Trust(_good))).Should().BeNull();
    }

    [Fact]
    public async Task Check_AuthorityIsGivenToAConnectionString_IsHealthy()
    {
        await using RedisServer server = await RedisServers.StartAsync(_good);

        (await PatientHost.ReasonAsync($"127.0.0.1:{server.Port},ssl=true,password={ProbeConformance.Secret}", Trust(_good))).Should().BeNull();
    }

    [Fact]
    public async Task Check_AuthorityIsUnknown_IsTlsHandshakeFailed()
    {
        await using RedisServer server = await RedisServers.StartAsync(_good);

        (await PatientHost.ReasonAsync(RedisServers.UrlOf(server, scheme: "rediss"))).Should().Be(Failed);
    }

    [Fact]
    public async Task Check_AuthorityIsAnother_IsTlsHandshakeFailed()
    {
        await using RedisServer server = await RedisServers.StartAsync(_good);

        (await PatientHost.ReasonAsync(RedisServers.UrlOf(server, scheme: "rediss"), Trust(certificates.Expired))).Should().Be(Failed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_CertificateIsExpiredOrForAnotherHost_IsTlsHandshakeFailed(bool expired)
    {
        TestCertificate bad = expired ? certificates.Expired : certificates.ForAnotherHost;
        await using RedisServer server = await RedisServers.StartAsync(bad);

        (await PatientHost.ReasonAsync(RedisServers.UrlOf(server, scheme: "rediss"), Trust(bad))).Should().Be(Failed);
    }

    [Fact]
    public async Task Check_PlainClientOnATlsPort_IsUnavailable()
    {
        await using RedisServer server = await RedisServers.StartAsync(_good);

        (await PatientHost.ReasonAsync(RedisServers.UrlOf(server))).Should().Be(PatientHost.Unable("unavailable"));
    }

    // The server waits for the rest of a command that will never come.
    [Fact]
    public async Task Check_TlsClientOnAPlainPort_IsCutAtTheDeadline()
    {
        await using RedisServer server = await RedisServers.StartAsync();
        await using var host = new ProbeHost(
            builder => builder.AddPhilaeRedis(RedisServers.UrlOf(server, scheme: "rediss"), timeout: TimeSpan.FromMilliseconds(300)));

        (await host.ReasonAsync()).Should().Be("probe check failed: prober: context deadline exceeded");
    }

    [Fact]
    public async Task Check_TlsClientOnAPlainPortWithinALongDeadline_IsTimedOut()
    {
        await using RedisServer server = await RedisServers.StartAsync();

        string? reason = await PatientHost.ReasonAsync(RedisServers.UrlOf(server, scheme: "rediss"), options => options.ConfigureClient = Hasten);

        reason.Should().Be(PatientHost.Unable("timed out"));
    }

    private static void Hasten(ConfigurationOptions client) =>
        (client.ConnectTimeout, client.HeartbeatInterval) = (100, TimeSpan.FromMilliseconds(100));

    private static Action<RedisProbeOptions> Trust(TestCertificate certificate) => options => options.CertificateAuthorityFile = certificate.AuthorityFile;

    /// <summary>Three authorities; their keys take the longest to make.</summary>
    public sealed class Certificates : IDisposable
    {
        public TestCertificate Good { get; } = new();

        public TestCertificate Expired { get; } = new(expired: true);

        public TestCertificate ForAnotherHost { get; } = new("other.example");

        public void Dispose()
        {
            Good.Dispose();
            Expired.Dispose();
            ForAnotherHost.Dispose();
        }
    }
}
