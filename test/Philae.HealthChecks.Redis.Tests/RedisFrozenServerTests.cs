using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis.Tests;

/// <summary>A check that is given up before it has an answer ends, and takes everything with it.</summary>
[Trait("Servers", "Own")]
public sealed class RedisFrozenServerTests : IAsyncLifetime
{
    private RedisServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RedisServers.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // The driver's polite end, where it may send QUIT, would wait five seconds for the answers that are due.
    [Theory]
    [InlineData("", true)]
    [InlineData(",$CONFIG=", true)]
    [InlineData("", false)]
    public async Task Dispose_ServerFrozenDuringACheck_IsQuickAndLeavesNothing(string commands, bool connected)
    {
        ProbeHost host = PatientHost.Of($"127.0.0.1:{_server.Port},password={ProbeConformance.Secret},connectTimeout=500{commands}", time: new FakeTimeProvider());
        if (connected)
        {
            (await host.ReasonAsync()).Should().BeNull();
        }

        _server.Freeze();
        Task<HealthReport> check = host.Prober.CheckAsync();
        await UnreadAsync();
        long start = Stopwatch.GetTimestamp();

        await host.DisposeAsync();

        Stopwatch.GetElapsedTime(start).Should().BeLessThan(TimeSpan.FromSeconds(3));
        (await check).Status.Should().Be(HealthStatus.Unhealthy);
        _server.Thaw();
        await NobodyIsLeftAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_TokenIsCancelled_EndsAndLeavesNothing(bool connected)
    {
        using RedisProbe probe = Probe();
        if (connected)
        {
            await probe.CheckAsync(CancellationToken.None);
        }

        using var cancellation = new CancellationTokenSource();
        _server.Freeze();
        Task check = probe.CheckAsync(cancellation.Token);
        await UnreadAsync();

        await cancellation.CancelAsync();

        await check.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        _server.Thaw();
        await NobodyIsLeftAsync();
    }

    [Fact]
    public async Task Dispose_WhileConnecting_ClosesWhatIsConnectedAfterwards()
    {
        RedisProbe probe = Probe();
        _server.Freeze();
        Task check = probe.CheckAsync(CancellationToken.None);
        await UnreadAsync();

        probe.Dispose();
        _server.Thaw();

        await check.Invoking(task => task).Should().ThrowAsync<ProbeException>();
        await NobodyIsLeftAsync();
    }

    private RedisProbe Probe() => new("p", ConfigurationOptions.Parse($"127.0.0.1:{_server.Port},password={ProbeConformance.Secret},connectTimeout=2000"), new(TimeSpan.FromHours(1), TimeProvider.System));

    private async Task NobodyIsLeftAsync()
    {
        await using RedisControl control = await RedisControl.OfAsync(_server);
        await control.NobodyElseAsync();
    }

    // The probe's connection is the only one.
    private Task UnreadAsync() => Eventually.TrueAsync(() => Task.FromResult(ReceiveBuffers.HasUnread(_server.Port)));
}
