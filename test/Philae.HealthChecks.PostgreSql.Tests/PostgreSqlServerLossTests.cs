using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.PostgreSql.Tests;

[Trait("Servers", "Own")]
public sealed class PostgreSqlServerLossTests(PostgreSqlServerLossTests.Data data) : IClassFixture<PostgreSqlServerLossTests.Data>, IAsyncLifetime
{
    private const string Late = "probe check failed: prober: context deadline exceeded";
    private const string Unavailable = "probe check failed: unable to contact PostgreSQL host: unavailable";

    private readonly FakeTimeProvider _time = new();
    private readonly PostgreSqlServer _server = data.Server;

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync() => await _server.KillAsync();

    [Fact]
    public async Task Check_ServerKilledAndRestarted_IsHealthyAtTheNextCheck()
    {
        await using var host = Host();
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        await _server.KillAsync();
        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be("probe check failed: unable to contact PostgreSQL host: connection refused");

        await _server.StartAsync();
        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_ServerRestartedBetweenChecks_IsHealthyAtOnce()
    {
        await using var host = Host();
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        await _server.StopAsync();
        await _server.StartAsync();

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_OneOfTwoServersKilledAndRestarted_IsHealthyAtTheNextCheck()
    {
        await using var host = Host(
            $"Host=127.0.0.1:{FreePort.Next()},127.0.0.1:{_server.Port};Username=postgres;Password={ProbeConformance.Secret};Database=postgres");
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        await _server.KillAsync();
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Unhealthy);
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Unhealthy);

        await _server.StartAsync();
        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_ServerKilledDuringTheCheck_NamesTheReason()
    {
        await using var host = Host(command: "SELECT pg_sleep(3600)");
        Task<HealthReport> check = host.Prober.CheckAsync();
        await Eventually.TrueAsync(() => IsRunningAsync("pg_sleep"));

        await _server.KillAsync();

        ProbeHost.Reason(await check).Should().Be(Unavailable);
    }

    [Fact]
    public async Task Check_ServerFrozenAndThawed_IsLateThenHealthy()
    {
        await using var host = Host();
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        _server.Freeze();
        Task<HealthReport> check = host.Prober.CheckAsync();
        await Eventually.TrueAsync(() => Task.FromResult(ReceiveBuffers.HasUnread(_server.Port)));

        _time.Advance(PatientHost.Deadline);
        ProbeHost.Reason(await check).Should().Be(Late);

        _server.Thaw();
        await Eventually.TrueAsync(async () => (await host.CheckAsync()).Status == HealthStatus.Healthy);
    }

    [Fact]
    public async Task Check_ServerFrozenBeforeTheFirstCheck_IsLateThenHealthy()
    {
        await using var host = Host();
        _server.Freeze();
        Task<HealthReport> check = host.Prober.CheckAsync();
        await Eventually.TrueAsync(() => Task.FromResult(ReceiveBuffers.HasUnread(_server.Port)));

        _time.Advance(PatientHost.Deadline);
        ProbeHost.Reason(await check).Should().Be(Late);

        _server.Thaw();
        await Eventually.TrueAsync(async () => (await host.CheckAsync()).Status == HealthStatus.Healthy);
    }

    [Fact]
    public async Task Check_CommandIsLate_IsCancelledOnTheServer()
    {
        await using var host = Host(command: "SELECT pg_sleep(3600)");
        Task<HealthReport> check = host.Prober.CheckAsync();
        await Eventually.TrueAsync(() => IsRunningAsync("pg_sleep"));

        _time.Advance(PatientHost.Deadline);

        ProbeHost.Reason(await check).Should().Be(Late);
        await Eventually.TrueAsync(async () => !await IsRunningAsync("pg_sleep"));
    }

    private async Task<bool> IsRunningAsync(string function) => (bool)(await PostgreSqlServers.QueryAsync(
        PostgreSqlServers.UrlOf(_server),
        $"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%{function}(3600)%' AND pid <> pg_backend_pid())"))!;

    private ProbeHost Host(string? target = null, string command = "SELECT 1;") =>
        PatientHost.Of(target ?? PostgreSqlServers.UrlOf(_server), options => options.CommandText = command, _time);

    /// <summary>The data folder, which takes longest to make. Each test starts a server of its own on it.</summary>
    public sealed class Data : IAsyncLifetime
    {
        public PostgreSqlServer Server { get; } = new(ProbeConformance.Secret);

        public async ValueTask InitializeAsync() => await Server.InitializeAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
