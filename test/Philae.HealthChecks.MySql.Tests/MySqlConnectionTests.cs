using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MySqlConnector;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.MySql.Tests;

/// <summary>Which connections a probe has, as the server sees them.</summary>
[Trait("Servers", "Own")]
public sealed class MySqlConnectionTests(MySqlServers servers)
{
    private static readonly byte[] Ping = [1, 0, 0, 0, 0x0e];

    [Fact]
    public async Task Check_ManyTimes_KeepsOneConnection()
    {
        await using MySqlConnection administrator = await servers.Own.AdministratorAsync();
        string user = await administrator.NewAccountAsync();
        await using var host = PatientHost.Of(Target(user));

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        string first = await administrator.ConnectionsAsync(user);
        for (int i = 0; i < 20; i++)
        {
            (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        }

        first.Should().MatchRegex("^[0-9]+$", "it is one");
        (await administrator.ConnectionsAsync(user)).Should().Be(first);
    }

    [Fact]
    public async Task Check_AfterTheFirst_SendsAPingAndNothingElse()
    {
        await using var relay = new Relay(servers.Own.Port);
        await using var host = PatientHost.Of(MariaDbServerExtensions.Url(relay.Port, query: "ssl-mode=none"));
        await host.CheckAsync();
        relay.Forget();

        for (int i = 0; i < 3; i++)
        {
            await host.CheckAsync();
            relay.Sent.TryRead(out byte[]? sent).Should().BeTrue();
            sent.Should().Equal(Ping);
            relay.Sent.TryRead(out _).Should().BeFalse();
        }
    }

    [Fact]
    public async Task Check_ConnectionKilledByTheServer_IsHealthyOverANewOne()
    {
        await using MySqlConnection administrator = await servers.Own.AdministratorAsync();
        string user = await administrator.NewAccountAsync();
        await using var host = PatientHost.Of(Target(user));
        await host.CheckAsync();
        string first = await administrator.ConnectionsAsync(user);

        await administrator.AskAsync($"kill {first}");
        await Eventually.BeAsync(() => administrator.ConnectionsAsync(user), "");

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        (await administrator.ConnectionsAsync(user)).Should().MatchRegex("^[0-9]+$").And.NotBe(first);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_Host_ClosesTheConnection(bool asynchronously)
    {
        await using MySqlConnection administrator = await servers.Own.AdministratorAsync();
        string user = await administrator.NewAccountAsync();
        var host = PatientHost.Of(Target(user));
        await host.CheckAsync();
        (await administrator.ConnectionsAsync(user)).Should().NotBeEmpty();

        if (asynchronously)
        {
            await host.DisposeAsync();
        }
        else
        {
            ((IDisposable)host.Services).Dispose();
        }

        await Eventually.BeAsync(() => administrator.ConnectionsAsync(user), "");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_DuringACheck_LeavesNoConnection(bool isTheFirstCheck)
    {
        await using MySqlConnection administrator = await servers.Own.AdministratorAsync();
        string user = await administrator.NewAccountAsync();
        await using var relay = new Relay(servers.Own.Port);
        var host = PatientHost.Of(MariaDbServerExtensions.Url(relay.Port, user, query: "ssl-mode=none&connect_timeout=60"));
        if (!isTheFirstCheck)
        {
            await host.CheckAsync();
            relay.Forget();
        }

        relay.Hold();
        Task<HealthReportEntry> check = host.CheckAsync();
        await relay.Sent.ReadAsync().AsTask().WaitAsync(PatientHost.Limit);
        await host.DisposeAsync();
        (await check).Status.Should().Be(HealthStatus.Unhealthy);

        // A login that is under way goes on, as the driver cannot be stopped there.
        relay.Release();
        await relay.HungUp.WaitAsync(PatientHost.Limit);
        await Eventually.BeAsync(() => administrator.ConnectionsAsync(user), "");
    }

    [Fact]
    public async Task Check_ApplicationsDataSource_GoesOverItsConnectionAndGivesItBack()
    {
        await using MySqlConnection administrator = await servers.Own.AdministratorAsync();
        string user = await administrator.NewAccountAsync("with max_user_connections 1");
        await using var dataSource = new MySqlDataSource(Settings(user));
        string id;
        await using (MySqlConnection connection = await dataSource.OpenConnectionAsync())
        {
            id = $"{connection.ServerThread}";
        }

        await using var host = PatientHost.Of(dataSource);
        for (int i = 0; i < 3; i++)
        {
            (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        }

        (await administrator.ConnectionsAsync(user)).Should().Be(id);
        (await administrator.AskAsync($"select command from information_schema.processlist where id = {id}")).Should().Be("Sleep");
    }

    [Fact]
    public async Task Dispose_ApplicationsDataSource_IsLeftAlone()
    {
        await using var dataSource = new MySqlDataSource(Settings("hc"));
        var host = PatientHost.Of(dataSource);
        await host.CheckAsync();

        await host.DisposeAsync();

        await using MySqlConnection connection = await dataSource.OpenConnectionAsync();
        (await connection.PingAsync()).Should().BeTrue();
    }

    [Fact]
    public async Task Check_ApplicationsDataSourceIsMissing_IsNotConfigured()
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeMySql(services => services.GetRequiredService<MySqlDataSource>()));

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be("probe check failed: not configured");
    }

    private string Target(string user) => MariaDbServerExtensions.Url(servers.Own.Port, user);

    private string Settings(string user) => $"Server=127.0.0.1;Port={servers.Own.Port};User ID={user};Password={ProbeConformance.Secret}";
}
