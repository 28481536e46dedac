using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

[Trait("Servers", "Own")]
public sealed class RedisConnectionTests : IAsyncLifetime
{
    private RedisServer _server = null!;
    private RedisControl _control = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServers.StartAsync();
        _control = await RedisControl.OfAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        await _control.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Check_Often_KeepsOneConnection()
    {
        await using ProbeHost host = Host();
        long before = await _control.AcceptedAsync();

        for (int i = 0; i < 100; i++)
        {
            (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        }

        (await _control.AcceptedAsync()).Should().Be(before + 1);
        (await _control.OthersAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Check_ManyCallersAtOnce_IsOneRun()
    {
        await using ProbeHost host = Host();
        (await host.ReasonAsync()).Should().BeNull();
        long before = await _control.PingsAsync();

        _server.Freeze();
        Task<string?>[] callers = [.. Enumerable.Range(0, 50).Select(_ => host.ReasonAsync())];
        _server.Thaw();

        (await Task.WhenAll(callers)).Should().OnlyContain(reason => reason == null);
        (await _control.PingsAsync() - before).Should().BeInRange(2, 4, "a run pings twice, and who is late by a moment starts another");
    }

    [Fact]
    public async Task Dispose_AfterACheck_ClosesTheConnection()
    {
        ProbeHost host = Host();
        (await host.ReasonAsync()).Should().BeNull();
        (await _control.OthersAsync()).Should().ContainSingle();

        await host.DisposeAsync();

        await _control.NobodyElseAsync();
    }

    [Fact]
    public async Task Dispose_Synchronously_ClosesTheConnection()
    {
        ProbeHost host = Host();
        (await host.ReasonAsync()).Should().BeNull();

        ((IDisposable)host.Services).Dispose();

        await _control.NobodyElseAsync();
    }

    [Fact]
    public async Task Check_Fails_ClosesTheConnection()
    {
        await using ProbeHost host = PatientHost.Of(RedisServers.UrlOf(_server) + "/99");

        (await host.ReasonAsync()).Should().NotBeNull();

        await _control.NobodyElseAsync();
    }

    private ProbeHost Host() => PatientHost.Of(RedisServers.UrlOf(_server));
}
