using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis.Tests;

[Trait("Servers", "Own")]
public sealed class RedisSharedClientTests : IAsyncLifetime
{
    private RedisServer _server = null!;
    private ConnectionMultiplexer _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServers.StartAsync();
        _client = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_server.Port},password={ProbeConformance.Secret},abortConnect=false");
    }

    public async ValueTask DisposeAsync()
    {
        await _client.CloseAsync(allowCommandsToComplete: false);
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Check_ClientOfTheApplication_IsUsed()
    {
        await using RedisControl control = await RedisControl.OfAsync(_server);
        long connections = await control.AcceptedAsync();
        long pings = await control.PingsAsync();
        await using ProbeHost host = Host();

        (await host.ReasonAsync()).Should().BeNull();

        (await control.PingsAsync()).Should().Be(pings + 2);
        (await control.AcceptedAsync()).Should().Be(connections);
    }

    [Fact]
    public async Task Dispose_ClientOfTheApplication_IsLeftAlone()
    {
        ProbeHost host = Host();
        (await host.ReasonAsync()).Should().BeNull();

        await host.DisposeAsync();

        await _client.GetDatabase().PingAsync();
    }

    [Fact]
    public async Task Check_ServerKilledAndRestarted_IsUnavailableUntilTheClientHasReconnected()
    {
        await using ProbeHost host = Host();
        (await host.ReasonAsync()).Should().BeNull();

        await _server.KillAsync();
        await Eventually.TrueAsync(async () => await host.ReasonAsync() == PatientHost.Unable("unavailable"));

        await _server.StartAsync();
        await Eventually.TrueAsync(async () => await host.ReasonAsync() is null);
    }

    [Fact]
    public async Task Check_ServerFails_NamesTheReason()
    {
        await using RedisControl control = await RedisControl.OfAsync(_server);
        await using ProbeHost host = Host();
        await control.AskAsync("ACL", "SETUSER", "default", "-ping");

        (await host.ReasonAsync()).Should().Be(PatientHost.Unable("access denied"));
    }

    [Fact]
    public async Task Check_FactoryThrows_IsNotConfigured()
    {
        await using ProbeHost host = PatientHost.Of(builder => builder.AddPhilaeRedis(_ => throw new InvalidOperationException("no")));

        (await host.ReasonAsync()).Should().Be("probe check failed: not configured");
    }

    [Fact]
    public async Task Check_FactoryFindsNothing_IsNotConfigured()
    {
        await using ProbeHost host = PatientHost.Of(builder => builder.AddPhilaeRedis(_ => null!));

        (await host.ReasonAsync()).Should().Be("probe check failed: not configured");
    }

    [Fact]
    public async Task Add_WithOptions_PassesThemOn()
    {
        int made = 0;
        await using ProbeHost host = PatientHost.Of(builder => builder.AddPhilaeRedis(
            _ =>
            {
                made++;
                return _client;
            },
            "app-redis", HealthStatus.Degraded, ["ready"], TimeSpan.FromSeconds(7), options => options.MaxAge = TimeSpan.FromMinutes(1)));
        await using RedisControl control = await RedisControl.OfAsync(_server);
        long pings = await control.PingsAsync();

        (await host.Prober.CheckAsync(check => check.Tags.Contains("ready") && check.FailureStatus == HealthStatus.Degraded)).Entries
            .Should().ContainKey("app-redis").WhoseValue.Status.Should().Be(HealthStatus.Healthy);
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        made.Should().Be(1);
        (await control.PingsAsync()).Should().Be(pings + 2, "the second answer is the first, served again");
    }

    [Fact]
    public void Add_FactoryIsNull_NamesTheParameter()
    {
        Action add = () => new ServiceCollection().AddHealthChecks().AddPhilaeRedis((Func<IServiceProvider, IConnectionMultiplexer>)null!);

        add.Should().Throw<ArgumentNullException>().WithParameterName("client");
    }

    // The default deadline: a ping that waited in the client's backlog would miss it.
    private ProbeHost Host() => new(builder => builder.AddPhilaeRedis(_ => _client));
}
