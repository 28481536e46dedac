using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using MySqlConnector;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.MySql.Tests;

[Trait("Servers", "Own")]
public sealed class MySqlOutageTests(UnsteadyServer unsteady) : IClassFixture<UnsteadyServer>
{
    private const string Refused = "probe check failed: unable to contact MySQL host: connection refused";
    private const string Late = "probe check failed: prober: context deadline exceeded";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    // For what should come at once.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly MariaDbServer _server = unsteady.Server;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_KilledAndRestarted_IsHealthyAtTheNextCheck(bool kill)
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeMySql(_server.Url()));
        (await ReasonAsync(host)).Should().BeNull();

        await (kill ? _server.KillAsync() : _server.StopAsync());
        (await ReasonAsync(host)).Should().Be(Refused);
        (await ReasonAsync(host)).Should().Be(Refused);

        await _server.StartAsync();
        (await ReasonAsync(host)).Should().BeNull();
    }

    [Theory]
    [InlineData(true, "none")]
    [InlineData(false, "none")]
    [InlineData(true, "required")]
    [InlineData(false, "required")]
    public async Task Check_RestartedBetweenTwoChecks_IsHealthyAtTheNextCheck(bool kill, string sslMode)
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeMySql(_server.Url($"ssl-mode={sslMode}")));
        (await ReasonAsync(host)).Should().BeNull();

        await (kill ? _server.KillAsync() : _server.StopAsync());
        await _server.StartAsync();

        (await ReasonAsync(host)).Should().BeNull();
    }

    [Fact]
    public async Task Check_ApplicationsDataSource_IsHealthyAfterARestart()
    {
        await using var dataSource = new MySqlDataSource($"Server=127.0.0.1;Port={_server.Port};User ID=hc;Password={ProbeConformance.Secret}");
        await using var host = new ProbeHost(builder => builder.AddPhilaeMySql(_ => dataSource));
        (await ReasonAsync(host)).Should().BeNull();

        await _server.KillAsync();
        (await ReasonAsync(host)).Should().Be(Refused);

        await _server.StartAsync();
        (await ReasonAsync(host)).Should().BeNull();
    }

    [Theory]
    [InlineData("none")]
    [InlineData("required")]
    public async Task Check_FrozenServer_IsCutOffAndLetsGoOfItsConnection(string sslMode)
    {
        var time = new FakeTimeProvider();
        await using var relay = new Relay(_server.Port);
        await using var host = new ProbeHost(builder => builder.AddPhilaeMySql(MariaDbServerExtensions.Url(relay.Port, query: $"ssl-mode={sslMode}")), time);
        (await ReasonAsync(host)).Should().BeNull();
        relay.Forget();

        _server.Freeze();
        try
        {
            Task<string?> check = ReasonAsync(host);
            await relay.Sent.ReadAsync();
            time.Advance(Deadline);
            (await check).Should().Be(Late);
            await relay.HungUp.WaitAsync(Limit);
        }
        finally
        {
            _server.Thaw();
        }

        await Eventually.BeAsync(() => ReasonAsync(host), null);
    }

    private static async Task<string?> ReasonAsync(ProbeHost host)
    {
        HealthReport report = await host.Prober.CheckAsync();
        return ProbeHost.Reason(report);
    }
}
