using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks;
using StackExchange.Redis;

namespace Snippets;

/// <summary>The C# of docs/probes/redis.md and of the package's README.</summary>
public static class RedisSnippets
{
    public static void Use(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeRedis("redis://hc:secret@cache:6379/0");
    }

    public static void Several(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeRedis("redis://hc:secret@redis-1:6379,redis-2:6379,redis-3:6379/0", configure: o => o.Require = RedisRequirement.All)
            .AddPhilaeRedis("redis-sentinel://hc:secret@sentinel-1:26379,sentinel-2:26379/mymaster/0", name: "sessions");
    }

    public static void Options(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeRedis("rediss://hc:secret@cache:6380", name: "cache", configure: o =>
            {
                o.CertificateAuthorityFile = "/etc/ssl/redis-ca.pem";
                o.ConfigureClient = client => client.CheckCertificateRevocation = false;
            });
    }

    public static void OwnClient(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeRedis(services => services.GetRequiredService<IConnectionMultiplexer>());
    }
}
