using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Etcd.Tests;

public sealed class EtcdProbeConformanceTests(EtcdServers servers) : ServerProbeConformance
{
    protected override string? DefaultName => "etcd";

    protected override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    protected override string RefusedError => "probe check failed: Unable to contact server: connection refused";

    protected override string HealthyTarget => servers.Url;

    protected override string? ConfiguredUrl => "etcd+http://127.0.0.1:1";

    protected override string Target(int port) => $"http://probe:{Secret}@127.0.0.1:{port}";

    protected override void Add(IHealthChecksBuilder builder, string target, Registration registration) =>
        builder.AddPhilaeEtcd(target, registration.Name, registration.FailureStatus, registration.Tags, registration.Timeout, registration.Configure);
}
