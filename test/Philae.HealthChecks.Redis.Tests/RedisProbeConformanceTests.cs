using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Redis.Tests;

public sealed class RedisProbeConformanceTests(RedisServers servers) : ServerProbeConformance
{
    protected override string? DefaultName => "redis";

    protected override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    protected override string RefusedError => "probe check failed: unable to contact Redis host: connection refused";

    protected override string HealthyTarget => servers.Url;

    protected override string Target(int port) => $"redis://:{Secret}@127.0.0.1:{port}";

    protected override void Add(IHealthChecksBuilder builder, string target, Registration registration) =>
        builder.AddPhilaeRedis(target, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout);
}
