using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.MongoDb.Tests;

public sealed class MongoDbProbeConformanceTests(MongoDbServers servers) : ServerProbeConformance
{
    protected override string? DefaultName => "mongodb";

    protected override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(10);

    protected override string RefusedError => "probe check failed: Unable to contact server: connection refused";

    protected override string HealthyTarget => servers.Url;

    protected override string Target(int port) => $"mongodb://hc:{Secret}@127.0.0.1:{port}/";

    protected override void Add(IHealthChecksBuilder builder, string target, Registration registration) =>
        builder.AddPhilaeMongoDb(target, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, registration.Configure);
}
