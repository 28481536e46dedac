using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks;

namespace Snippets;

/// <summary>The C# of docs/configuration.md.</summary>
public static class ConfigurationSnippets
{
    public static void Use(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeFromConfiguration(builder.Configuration.GetSection("Philae"), schemes => schemes.AddRedis().AddPostgreSql());
    }

    public static void ConnectionStrings(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeFromConfiguration(builder.Configuration.GetSection("Philae"), schemes => schemes.AddRedis().AddPostgreSql().AddEtcd(), root: builder.Configuration);
    }

    public static void OwnScheme(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeFromConfiguration(builder.Configuration.GetSection("Philae"), schemes => schemes.Add(
                new PhilaeConfigurationKeys<ProbeOptions>(),
                (checks, probe) => checks.AddPhilaeProbe(
                    new DiskProbe(probe.Rest, bytes: 1_000_000_000), probe.Name, probe.FailureStatus, probe.Tags, probe.Timeout, probe.Configure),
                "disk:"));
    }
}
