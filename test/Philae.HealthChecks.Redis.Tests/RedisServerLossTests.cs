using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

[Trait("Servers", "Own")]
public sealed class RedisServerLossTests : IAsyncLifetime
{
    private const string Late = "probe check failed: prober: context deadline exceeded";
    private readonly FakeTimeProvider _time = new();
    private RedisServer _server = null!;
    private ProbeHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServers.StartAsync();
        _host = PatientHost.Of(RedisServers.UrlOf(_server), time: _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Check_ServerKilledAndRestarted_IsHealthyAtTheNextCheck()
    {
        (await _host.ReasonAsync()).Should().BeNull();

        await _server.KillAsync();
        (await _host.ReasonAsync()).Should().Be(PatientHost.Unable("connection refused"));
        (await _host.ReasonAsync()).Should().Be(PatientHost.Unable("connection refused"));

        await _server.StartAsync();
        (await _host.ReasonAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_ServerRestartedBetweenChecks_IsHealthyAtOnce()
    {
        (await _host.ReasonAsync()).Should().BeNull();

        await _server.StopAsync();
        await _server.StartAsync();

        (await _host.ReasonAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_ConnectionClosedByTheServerBetweenChecks_IsHealthyAtOnce()
    {
        (await _host.ReasonAsync()).Should().BeNull();
        await using RedisControl control = await RedisControl.OfAsync(_server);

        await control.AskAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");

        (await _host.ReasonAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_KeptConnectionBreaksUnderTheCheck_IsReplacedWithinIt()
    {
        await using var proxy = new BreakingProxy(_server.Port);
        await using ProbeHost host = PatientHost.Of($"redis://:{ProbeConformance.Secret}@127.0.0.1:{proxy.Port}");
        (await host.ReasonAsync()).Should().BeNull();
        proxy.BreakNext();

        (await host.ReasonAsync()).Should().BeNull();

        await using RedisControl control = await RedisControl.OfAsync(_server);
        (await control.AcceptedAsync()).Should().BeGreaterThanOrEqualTo(4, "two of the probe, the control's, and the one that saw the server start");
    }

    // A server that is about to die may still accept the new connection, and then hangs up on it.
    [Fact]
    public async Task Check_ServerKilledDuringTheCheck_IsUnhealthyThenConnectionRefused()
    {
        (await _host.ReasonAsync()).Should().BeNull();
        _server.Freeze();
        Task<HealthReport> check = _host.Prober.CheckAsync();

        await _server.KillAsync();

        ProbeHost.Reason(await check).Should().BeOneOf(PatientHost.Unable("connection refused"), PatientHost.Unable("unavailable"));
        (await _host.ReasonAsync()).Should().Be(PatientHost.Unable("connection refused"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_ServerFrozenAndThawed_IsLateThenHealthy(bool connected)
    {
        if (connected)
        {
            (await _host.ReasonAsync()).Should().BeNull();
        }

        _server.Freeze();
        ProbeHost.Reason(await _host.Prober.CheckAsync().WithinAsync(_time)).Should().Be(Late);
        ProbeHost.Reason(await _host.Prober.CheckAsync().WithinAsync(_time)).Should().Be(Late);

        _server.Thaw();
        await Eventually.TrueAsync(async () => await _host.ReasonAsync() is null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_ServerBusyWithAScript_IsUnavailable(bool connected)
    {
        if (connected)
        {
            (await _host.ReasonAsync()).Should().BeNull();
        }

        await using RedisControl control = await RedisControl.OfAsync(_server);
        await control.AskAsync("CONFIG", "SET", "busy-reply-threshold", "1");
        Task script = control.AskAsync("EVAL", "while true do end", "0");

        await Eventually.TrueAsync(async () => await _host.ReasonAsync() is not null);

        (await _host.ReasonAsync()).Should().Be(PatientHost.Unable("unavailable"));
        script.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Check_ServerHasNoConnectionLeft_IsUnavailable()
    {
        await using RedisControl control = await RedisControl.OfAsync(_server);
        await control.AskAsync("CONFIG", "SET", "maxclients", "1");

        (await _host.ReasonAsync()).Should().Be(PatientHost.Unable("unavailable"));
    }
}
