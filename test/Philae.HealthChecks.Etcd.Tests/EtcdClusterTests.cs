using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Etcd.Tests;

/// <summary>Three members: a majority of two is a quorum.</summary>
[Trait("Servers", "Own")]
public sealed class EtcdClusterTests : IAsyncLifetime
{
    private const string Unavailable = "probe check failed: Unable to contact server: unavailable";

    private readonly EtcdServer[] _servers = EtcdServer.Cluster(3);

    public async ValueTask InitializeAsync() => await Task.WhenAll(_servers.Select(server => server.StartAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (EtcdServer server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Check_MembersDieAndComeBack_IsHealthyWhileThereIsAQuorum()
    {
        await using ProbeHost host = EtcdTestExtensions.Host(_servers.Urls());
        (await host.ReasonAsync()).Should().BeNull();

        await _servers[0].KillAsync();
        await Eventually.BeAsync(host.ReasonAsync, null);

        await _servers[1].KillAsync();
        await Eventually.BeAsync(host.ReasonAsync, Unavailable);

        await _servers[1].StartAsync();
        await Eventually.BeAsync(host.ReasonAsync, null);
    }

    [Fact]
    public async Task Check_OnlyMemberInTheTargetIsWithoutQuorum_IsUnavailable()
    {
        await using ProbeHost host = EtcdTestExtensions.Host(_servers[2..].Urls());
        (await host.ReasonAsync()).Should().BeNull();

        await _servers[0].KillAsync();
        await _servers[1].KillAsync();

        await Eventually.BeAsync(host.ReasonAsync, Unavailable);
    }

    [Fact]
    public async Task Check_FirstMemberIsDead_IsHealthyThroughTheSecond()
    {
        await _servers[0].KillAsync();
        await using ProbeHost host = EtcdTestExtensions.Host(_servers.Urls());

        await Eventually.BeAsync(host.ReasonAsync, null);
        (await host.ReasonAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_FirstMemberNeverAnswers_AsksTheNextAsWellAndThenFirst()
    {
        var time = new FakeTimeProvider();
        await using var hanging = new HangingServer();
        await using var host = new ProbeHost(
            builder => builder.AddPhilaeEtcd($"http://127.0.0.1:{hanging.Port},{_servers.Urls()}", timeout: TimeSpan.FromHours(1)), time);

        Task<string?> check = host.ReasonAsync();
        await hanging.Reached;
        check.IsCompleted.Should().BeFalse();
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            return check.IsCompleted;
        });

        (await check).Should().BeNull();
        (await host.ReasonAsync()).Should().BeNull("the clock stands still, so it was the member that answered who was asked first");
    }

    [Fact]
    public async Task Check_EveryMemberIsDead_IsConnectionRefused()
    {
        string target = _servers.Urls();
        await Task.WhenAll(_servers.Select(server => server.KillAsync()));

        (await EtcdTestExtensions.ReasonAsync(target)).Should().Be("probe check failed: Unable to contact server: connection refused");
    }
}
