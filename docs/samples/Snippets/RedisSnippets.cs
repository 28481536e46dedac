using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
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
