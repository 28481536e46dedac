using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Docker.Tests;

/// <summary>One host while Docker comes and goes, by a socket file and by a port.</summary>
[Trait("Servers", "Own")]
public sealed class DockerLifeTests
{
    private const string Refused = "probe check failed: Unable to contact docker: connection refused";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_StoppedAndBack_TellsEachTime(bool socketFile)
    {
        await using var docker = new DockerApiServer(socketFile);
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target));

        (await ReasonAsync(host)).Should().Be(Refused, "it has not been started yet");
        await docker.StartAsync();
        (await ReasonAsync(host)).Should().BeNull();
        await docker.StopAsync();
        (await ReasonAsync(host)).Should().Be(Refused);
        await docker.StartAsync();
        (await ReasonAsync(host)).Should().BeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_KilledAndBackBetweenTwoChecks_IsHealthyAtOnce(bool socketFile)
    {
        await using var docker = new DockerApiServer(socketFile);
        await docker.StartAsync();
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target));
        (await ReasonAsync(host)).Should().BeNull();

        await docker.KillAsync();
        await docker.StartAsync();

        (await ReasonAsync(host)).Should().BeNull("the connection of before is known to be dead");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_Killed_IsRefused(bool socketFile)
    {
        await using var docker = new DockerApiServer(socketFile);
        await docker.StartAsync();
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target));
        (await ReasonAsync(host)).Should().BeNull();

        await docker.KillAsync();

        File.Exists(docker.SocketFile).Should().Be(socketFile, "a kill leaves the socket file behind, a stop does not");
        (await ReasonAsync(host)).Should().Be(Refused);
    }

    [Fact]
    public async Task Check_FrozenAndThawed_IsCutAndThenHealthy()
    {
        var time = new FakeTimeProvider();
        await using var docker = new DockerApiServer(socketFile: true);
        await docker.StartAsync();
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target, timeout: TimeSpan.FromHours(1)), time);
        (await ReasonAsync(host)).Should().BeNull();

        docker.Freeze();
        Task<HealthReport> check = host.Prober.CheckAsync();
        await Eventually.TrueAsync(
            () =>
            {
                // Again and again, as nothing tells when the run has begun.
                time.Advance(TimeSpan.FromHours(1));
                return check.IsCompleted;
            },
            "the check is cut at its deadline");
        ProbeHost.Reason(await check).Should().Be("probe check failed: prober: context deadline exceeded");
        docker.Thaw();

        string? reason = "";
        while (reason is not null)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            reason = await ReasonAsync(host);
        }
    }

    [Fact]
    public async Task Check_KilledWhileItWaits_FailsAtOnceWithAReason()
    {
        await using var docker = new DockerApiServer(socketFile: true);
        await docker.StartAsync();
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target), new FakeTimeProvider());
        (await ReasonAsync(host)).Should().BeNull();
        docker.Freeze();
        Task<HealthReport> check = host.Prober.CheckAsync();

        await docker.KillAsync();

        // Which of them depends on how far the request had come.
        ProbeHost.Reason(await check).Should().BeOneOf(Refused, Refused.Replace("connection refused", "unavailable", StringComparison.Ordinal),
            Refused.Replace("connection refused", "unexpected response", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_AContainerIsThere_ReadsTheRealAnswer()
    {
        await using var docker = new DockerApiServer();
        await docker.StartAsync();
        await docker.CreateContainerAsync();
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target));

        (await ReasonAsync(host)).Should().BeNull();
        using var http = new HttpClient();
        (await http.GetStringAsync($"http://127.0.0.1:{docker.Port}/containers/json?limit=1")).Should().Contain("\"philae\":\"test\"", "it is the answer that the probe read");
    }

    private static async Task<string?> ReasonAsync(ProbeHost host) => ProbeHost.Reason(await host.Prober.CheckAsync());
}
