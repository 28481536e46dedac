using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.PostgreSql.Tests;

public sealed class PostgreSqlConnectionTests(PostgreSqlServers servers)
{
    private readonly string _application = $"philae-{Guid.NewGuid():N}";

    [Fact]
    public async Task Check_Often_KeepsOneConnection()
    {
        var backends = new ConcurrentBag<object?>();
        await using var host = Host(options => (options.CommandText, options.ResultValidator) = ("SELECT pg_backend_pid()", backends.Add));

        for (int i = 0; i < 20; i++)
        {
            (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        }

        backends.Should().HaveCount(20).And.OnlyContain(backend => Equals(backend, backends.First()));
        (await servers.ConnectionsAsync(_application)).Should().Be(1);
    }

    [Fact]
    public async Task Check_Again_SendsNothingThatResetsTheConnection()
    {
        var counts = new List<object?>();
        await using var host = Host(options => (options.CommandText, options.ResultValidator) =
            ("SELECT set_config('philae.count', '' || 1 + coalesce(nullif(current_setting('philae.count', true), ''), '0')::int, false)", counts.Add));

        for (int i = 0; i < 3; i++)
        {
            (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        }

        counts.Should().Equal("1", "2", "3");
    }

    [Theory]
    [InlineData("any")]
    [InlineData("primary")]
    [InlineData("prefer-standby")]
    public async Task Check_SeveralHosts_StaysWithTheOneThatItHasChosen(string wanted)
    {
        PostgreSqlServer server = await servers.LocalAsync();
        await using var relay = new Relay(server.Port, FreePort.Next());
        int port = relay.Port;
        await relay.DisposeAsync();
        await using var host = PatientHost.Of(
            $"postgres://postgres:{ProbeConformance.Secret}@127.0.0.1:{port},127.0.0.1:{server.Port}/postgres?target_session_attrs={wanted}&application_name={_application}");
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        await using var back = new Relay(server.Port, port);

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        back.Accepted.Should().Be(0);
        (await servers.ConnectionsAsync(_application)).Should().Be(1);
    }

    [Fact]
    public async Task Check_LoadBalancing_KeepsOneConnection()
    {
        PostgreSqlServer server = await servers.LocalAsync();
        await using var relay = new Relay(server.Port);
        await using var host = PatientHost.Of(
            $"postgres://postgres:{ProbeConformance.Secret}@127.0.0.1:{relay.Port},127.0.0.1:{server.Port}/postgres?load_balance_hosts=random&application_name={_application}");

        for (int i = 0; i < 5; i++)
        {
            (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        }

        (await servers.ConnectionsAsync(_application)).Should().Be(1);
    }

    [Fact]
    public async Task Check_ManyCallersAtOnce_UseOneConnection()
    {
        await using var host = Host();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.CheckAsync()));

        (await servers.ConnectionsAsync(_application)).Should().Be(1);
    }

    [Fact]
    public async Task Check_Fails_LeavesNoConnection()
    {
        await using var host = Host(options => options.CommandText = "SELECT 1/0");

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Unhealthy);

        await ConnectionsEndAsync();
    }

    [Fact]
    public async Task Check_CheckerRefuses_KeepsTheConnection()
    {
        await using var host = Host(options => options.ResultValidator = _ => throw new ProbeException("refused"));

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Unhealthy);

        (await servers.ConnectionsAsync(_application)).Should().Be(1);
    }

    [Fact]
    public async Task Check_TokenIsCancelled_ThrowsCancellation()
    {
        using var cancellation = new CancellationTokenSource();
        var options = new PostgreSqlProbeOptions { CommandText = "SELECT pg_sleep(3600)" };
        await using PostgreSqlProbe probe = PostgreSqlProbe.Own("p", () => PostgreSqlServers.DataSource(servers.Url, _application), options, new(TimeSpan.FromHours(1), TimeProvider.System));
        Task check = probe.CheckAsync(cancellation.Token);
        await Eventually.TrueAsync(async () => await servers.ConnectionsAsync(_application) == 1);

        await cancellation.CancelAsync();

        await check.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("application_name=")]
    [InlineData("target_session_attrs=any&application_name=")]
    public async Task Dispose_AfterACheck_ClosesTheConnection(string query)
    {
        ProbeHost host = Host(query: query);
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        (await servers.ConnectionsAsync(_application)).Should().Be(1);

        await host.DisposeAsync();

        await ConnectionsEndAsync();
    }

    [Fact]
    public async Task Dispose_Synchronously_ClosesTheConnection()
    {
        ProbeHost host = Host();
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        ((IDisposable)host.Services).Dispose();

        await ConnectionsEndAsync();
    }

    private ProbeHost Host(Action<PostgreSqlProbeOptions>? configure = null, string query = "application_name=") =>
        PatientHost.Of(servers.UrlWith(query + _application), configure);

    private Task ConnectionsEndAsync() => Eventually.TrueAsync(async () => await servers.ConnectionsAsync(_application) == 0);
}
