using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks.Targets;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Targets;

public sealed class TargetWarningsTests
{
    [Fact]
    public async Task Start_Warnings_AreLoggedOnceEachWithTheProbe()
    {
        using var log = new LogCollector();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(log);
        IHealthChecksBuilder checks = builder.Services.AddHealthChecks();
        checks.AddPhilaeTargetWarnings("orders", ["the parameter 'pool' has no effect here", "the parameter 'tls' accepts any certificate"]);
        checks.AddPhilaeTargetWarnings("cache", ["the parameter 'db' is odd"]).AddPhilaeTargetWarnings("quiet", []);
        using IHost host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);

        log.ToString().Split("The target of probe ").Skip(1).Select(static line => line.Split('\n')[0].Trim()).Should().Equal(
            "'orders': the parameter 'pool' has no effect here", "'orders': the parameter 'tls' accepts any certificate", "'cache': the parameter 'db' is odd");
    }
}
