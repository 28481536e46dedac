using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>How several servers are asked: at once, over one connection each, and with no more than the page says.</summary>
[Trait("Servers", "Own")]
public sealed class RedisSeveralServersTests : IAsyncLifetime
{
    private RedisReplication _servers = null!;
    private RedisControl[] _controls = [];

    public async ValueTask InitializeAsync()
    {
        _servers = await RedisReplication.StartAsync(ProbeConformance.Secret);
        _controls = await Task.WhenAll(_servers.All.Select(RedisControl.OfAsync));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RedisControl control in _controls)
        {
            await control.DisposeAsync();
        }

        await _servers.DisposeAsync();
    }

    // A driver's client for all the servers would come to life at its connect time limit, 5 seconds, which is past the deadline.
    [Theory]
    [InlineData(RedisRequirement.Primary, true)]
    [InlineData(RedisRequirement.Primary, false)]
    [InlineData(RedisRequirement.Any, true)]
    public async Task Check_AServerIsBehindABlackHole_DoesNotHoldUpTheOthers(RedisRequirement require, bool first)
    {
        await using var hole = new BlackHole();
        string[] hosts = [.. _servers.All.Select(server => $"127.0.0.1:{server.Port}")];
        string target = string.Join(',', first ? [$"127.0.0.1:{hole.Port}", .. hosts] : [.. hosts, $"127.0.0.1:{hole.Port}"]);
        await using ProbeHost host = PatientHost.Of($"{target},password={ProbeConformance.Secret},connectTimeout=60000", options => options.Require = require);

        for (int check = 0; check < 50; check++)
        {
            (await host.ReasonAsync()).Should().BeNull();
        }

        hole.Attempts.Should().BeLessThan(25, "an attempt goes on from check to check");
    }

    [Fact]
    public async Task Check_AllAndAServerBehindABlackHole_IsLate()
    {
        await using var hole = new BlackHole();
        var time = new FakeTimeProvider();
        await using ProbeHost host = PatientHost.Of(
            $"127.0.0.1:{_servers.Primary.Port},127.0.0.1:{hole.Port},password={ProbeConformance.Secret},connectTimeout=1000",
            options => options.Require = RedisRequirement.All, time);

        HealthReport report = await host.Prober.CheckAsync().WithinAsync(time);

        ProbeHost.Reason(report).Should().Be("probe check failed: prober: context deadline exceeded");
        await NobodyIsLeftAsync();
    }

    [Theory]
    [InlineData(RedisRequirement.Primary, "hello", "ping")]
    [InlineData(RedisRequirement.All, "hello", "ping")]
    [InlineData(RedisRequirement.Any, "ping")]
    public async Task Check_Often_KeepsOneConnectionToEachAndSendsWhatIsDocumented(RedisRequirement require, params string[] commands)
    {
        await using ProbeHost host = PatientHost.Of(RedisServers.UrlOf(_servers.All), options => options.Require = require);

        // Who is slower than the first that is enough is connected a moment later, and is from then on.
        await Eventually.TrueAsync(async () => await host.ReasonAsync() is null
            && (await Task.WhenAll(_controls.Select(OfTheProbeAsync))).All(clients => clients is [var one] && one.Contains("cmd=ping", StringComparison.Ordinal)));
        foreach (RedisControl control in _controls)
        {
            await control.AskAsync("CONFIG", "RESETSTAT");
        }

        for (int check = 0; check < 50; check++)
        {
            (await host.ReasonAsync()).Should().BeNull();
        }

        await Task.WhenAll(_controls.Select(control => Eventually.TrueAsync(async () => await control.PingsAsync() >= 50)));
        foreach (RedisControl control in _controls)
        {
            (await control.AcceptedAsync()).Should().Be(0);
            (await control.PingsAsync()).Should().BeInRange(50, 59, "there is one at each check, and the replication's own");
            (await control.CommandsAsync()).Except(["replconf", "client|list"]).Should().BeEquivalentTo(commands);
        }
    }

    [Fact]
    public async Task Dispose_AfterACheck_ClosesEveryConnection()
    {
        ProbeHost host = PatientHost.Of(RedisServers.UrlOf(_servers.All), options => options.Require = RedisRequirement.All);
        (await host.ReasonAsync()).Should().BeNull();

        await host.DisposeAsync();

        await NobodyIsLeftAsync();
    }

    [Theory]
    [InlineData(RedisRequirement.Primary)]
    [InlineData(RedisRequirement.All)]
    public async Task Check_PrimaryIsFrozen_IsLateAndLeavesNothing(RedisRequirement require)
    {
        var time = new FakeTimeProvider();
        await using ProbeHost host = PatientHost.Of(RedisServers.UrlOf(_servers.All), options => options.Require = require, time);
        (await host.ReasonAsync()).Should().BeNull();

        _servers.Primary.Freeze();
        HealthReport report = await host.Prober.CheckAsync().WithinAsync(time);

        ProbeHost.Reason(report).Should().Be("probe check failed: prober: context deadline exceeded");
        _servers.Primary.Thaw();
        await NobodyIsLeftAsync();
        (await host.ReasonAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_AnyAndTheFirstServerIsFrozen_IsHealthy()
    {
        await using ProbeHost host = PatientHost.Of(RedisServers.UrlOf(_servers.All), options => options.Require = RedisRequirement.Any);
        (await host.ReasonAsync()).Should().BeNull();

        _servers.Primary.Freeze();

        (await host.ReasonAsync()).Should().BeNull();
        (await host.ReasonAsync()).Should().BeNull();
    }

    private Task NobodyIsLeftAsync() =>
        Task.WhenAll(_controls.Select(control => Eventually.TrueAsync(async () => (await OfTheProbeAsync(control)).Length == 0)));

    // Without the replication's connections.
    private static async Task<string[]> OfTheProbeAsync(RedisControl control) => [.. (await control.OthersAsync())
        .Where(line => !line.Contains(" flags=S ", StringComparison.Ordinal) && !line.Contains(" flags=M ", StringComparison.Ordinal))];
}
