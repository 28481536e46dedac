using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>What a target that names Sentinels says: of the service, of passwords, of TLS.</summary>
[Trait("Servers", "Own")]
public sealed class RedisSentinelTargetTests
{
    [Fact]
    public async Task Check_SentinelHasNoPassword_IsHealthyWithTheServers()
    {
        await using RedisReplication servers = await RedisReplication.StartAsync(ProbeConformance.Secret);
        await servers.WatchAsync(sentinels: 1);

        for (int time = 0; time < 10; time++)
        {
            await using var hosts = Requirements.Of(RedisServers.UrlOf(servers.Sentinels, scheme: "redis-sentinel", path: $"/{RedisSentinelServer.Service}"));
            await hosts.ShouldBeAsync(primary: null, all: null, any: null);
        }
    }

    [Fact]
    public async Task Check_TlsEverywhere_IsHealthyWithTheAuthorityAndNotWithout()
    {
        using var certificate = new TestCertificate();
        await using RedisReplication servers = await RedisReplication.StartAsync(ProbeConformance.Secret, certificate);
        await servers.WatchAsync(sentinels: 1, certificate: certificate);
        string[] targets = [
            RedisServers.UrlOf(servers.Sentinels, scheme: "rediss-sentinel", path: $"/{RedisSentinelServer.Service}"),
            RedisServers.UrlOf(servers.All, scheme: "rediss"),
            RedisServers.UrlOf(servers.All, scheme: "rediss", host: "localhost"),
        ];

        foreach (string target in targets)
        {
            (await PatientHost.ReasonAsync(target, options => (options.Require, options.CertificateAuthorityFile) = (RedisRequirement.All, certificate.AuthorityFile)))
                .Should().BeNull(target);
            (await PatientHost.ReasonAsync(target)).Should().Be(PatientHost.Unable("tls handshake failed"));
        }
    }

    [Theory]
    [InlineData("redis-sentinel://127.0.0.1/mymaster?x=y", "the parameter 'x' is not known.*")]
    [InlineData("redis-sentinel://127.0.0.1#mymaster", "a '#' in the URL must be percent-encoded*")]
    public void Add_SentinelUrlHasWhatIsNotKnown_NamesIt(string target, string message)
    {
        Action add = () => new ServiceCollection().AddHealthChecks().AddPhilaeRedis(target);

        add.Should().Throw<ArgumentException>().WithParameterName("target").WithMessage(message);
    }

    [Theory]
    [InlineData("redis-sentinel://127.0.0.1")]
    [InlineData("redis-sentinel://127.0.0.1/")]
    [InlineData("redis-sentinel://127.0.0.1//0")]
    [InlineData("redis-sentinel://127.0.0.1/mymaster/one")]
    [InlineData("redis-sentinel://127.0.0.1/mymaster/0/1")]
    public void Add_SentinelUrlIsBad_SaysWhatItLooksLike(string target)
    {
        Action add = () => new ServiceCollection().AddHealthChecks().AddPhilaeRedis(target);

        add.Should().Throw<ArgumentException>().WithParameterName("target").WithMessage("*redis-sentinel://user:password@host:port,host:port/service/database*");
    }
}
