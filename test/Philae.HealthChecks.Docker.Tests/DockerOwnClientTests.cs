using Docker.DotNet;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Docker.Tests;

/// <summary>The application's own client, with the driver's own transports, and who disposes what.</summary>
public sealed class DockerOwnClientTests
{
    private const string Refused = "probe check failed: Unable to contact docker: connection refused";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Servers", "Own")]
    public async Task Check_ClientOfTheApplication_IsUsedAndNotDisposed(bool socketFile)
    {
        await using var docker = new DockerApiServer(socketFile);
        using DockerClient client = new DockerClientBuilder().WithEndpoint(new Uri(docker.Target)).Build();
        await using (ProbeHost host = Host(client))
        {
            (await ReasonAsync(host)).Should().Be(Refused);
            await docker.StartAsync();
            (await ReasonAsync(host)).Should().BeNull();
            await docker.StopAsync();
            (await ReasonAsync(host)).Should().Be(Refused);
            await docker.StartAsync();
            (await ReasonAsync(host)).Should().BeNull();
        }

        await client.Invoking(mine => mine.System.PingAsync()).Should().NotThrowAsync();
    }

    [Fact]
    public async Task Check_NoClientInTheContainer_IsOneFailedEntry()
    {
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(services => services.GetRequiredService<IDockerClient>()));

        (await ReasonAsync(host)).Should().Be("probe check failed: not configured");
    }

    [Fact]
    public void Add_NullClient_NamesTheParameter()
    {
        Action add = () => new ServiceCollection().AddHealthChecks().AddPhilaeDocker(client: null!);

        add.Should().Throw<ArgumentNullException>().WithParameterName("client");
    }

    [Fact]
    public void Add_ClientWithOptions_PassesThemOn()
    {
        var services = new ServiceCollection();
        services.AddHealthChecks().AddPhilaeDocker(_ => throw new InvalidOperationException(), "other", HealthStatus.Degraded, ["t"], TimeSpan.FromSeconds(7));
        using ServiceProvider provider = services.BuildServiceProvider();

        HealthCheckRegistration registration = provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single();

        (registration.Name, registration.FailureStatus, registration.Timeout).Should().Be(("other", HealthStatus.Degraded, TimeSpan.FromSeconds(7)));
        registration.Tags.Should().Equal("t");
    }

    [Fact]
    public async Task Check_MaxAge_ServesTheResultAgain()
    {
        await using var docker = new FakeDocker(FakeDocker.Http("200 OK", "[]"));
        using DockerClient client = new DockerClientBuilder().WithEndpoint(new Uri(docker.Target)).Build();
        await using var host = new ProbeHost(checks => checks
            .AddPhilaeDocker(_ => client, "theirs", configure: options => options.MaxAge = TimeSpan.FromHours(1))
            .AddPhilaeDocker(docker.Target, "own", configure: options => options.MaxAge = TimeSpan.FromHours(1)));

        await host.Prober.CheckAsync();
        await host.Prober.CheckAsync();

        docker.Requests.Should().HaveCount(2, "each of the two probes asked once");
    }

    [Fact]
    public async Task Dispose_OfTheHost_ClosesTheProbesOwnConnection()
    {
        await using var docker = new FakeDocker(FakeDocker.Http("200 OK", "[]"));
        await using (var host = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target)))
        {
            (await ReasonAsync(host)).Should().BeNull();
            docker.Open.Should().Be(1);
        }

        await Eventually.TrueAsync(() => docker.Open == 0, "the host has taken the connection along");
    }

    private static ProbeHost Host(IDockerClient client) => new(checks =>
    {
        checks.Services.AddSingleton(client);
        checks.AddPhilaeDocker(services => services.GetRequiredService<IDockerClient>(), timeout: TimeSpan.FromHours(1));
    });

    private static async Task<string?> ReasonAsync(ProbeHost host) => ProbeHost.Reason(await host.Prober.CheckAsync());
}
