using Microsoft.Extensions.Time.Testing;
using MySqlConnector;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.MySql.Tests;

[Trait("Servers", "Own")]
public sealed class MySqlOutageTests(UnsteadyServer unsteady) : IClassFixture<UnsteadyServer>
{
    private const string Refused = "probe check failed: unable to contact MySQL host: connection refused";
    private const string Late = "probe check failed: prober: context deadline exceeded";

    private readonly MariaDbServer _server = unsteady.Server;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_KilledAndRestarted_IsHealthyAtTheNextCheck(bool kill)
    {
        await using var host = PatientHost.Of(_server.Url());
        (await host.ReasonAsync()).Should().BeNull();

        await (kill ? _server.KillAsync() : _server.StopAsync());
        (await host.ReasonAsync()).Should().Be(Refused);
        (await host.ReasonAsync()).Should().Be(Refused);

        await _server.StartAsync();
        (await host.ReasonAsync()).Should().BeNull();
    }

    [Theory]
    [InlineData(true, "none")]
    [InlineData(false, "none")]
    [InlineData(true, "required")]
    [InlineData(false, "required")]
    public async Task Check_RestartedBetweenTwoChecks_IsHealthyAtTheNextCheck(bool kill, string sslMode)
    {
        await using var host = PatientHost.Of(_server.Url($"ssl-mode={sslMode}"));
        (await host.ReasonAsync()).Should().BeNull();

        await (kill ? _server.KillAsync() : _server.StopAsync());
        await _server.StartAsync();

        (await host.ReasonAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_ApplicationsDataSource_IsHealthyAfterARestart()
    {
        await using var dataSource = new MySqlDataSource($"Server=127.0.0.1;Port={_server.Port};User ID=hc;Password={ProbeConformance.Secret}");
        await using var host = PatientHost.Of(dataSource);
        (await host.ReasonAsync()).Should().BeNull();

        await _server.KillAsync();
        (await host.ReasonAsync()).Should().Be(Refused);

        await _server.StartAsync();
        (await host.ReasonAsync()).Should().BeNull();
    }

    [Theory]
    [InlineData("none")]
    [InlineData("required")]
    public async Task Check_FrozenServer_IsCutOffAndLetsGoOfItsConnection(string sslMode)
    {
        var time = new FakeTimeProvider();
        await using var relay = new Relay(_server.Port);
        await using var host = PatientHost.Of(MariaDbServerExtensions.Url(relay.Port, query: $"ssl-mode={sslMode}"), time: time);
        (await host.ReasonAsync()).Should().BeNull();
        relay.Forget();

        _server.Freeze();
        try
        {
            Task<string?> check = host.ReasonAsync();
            await relay.Sent.ReadAsync().AsTask().WaitAsync(PatientHost.Limit);
            time.Advance(PatientHost.Deadline);
            (await check).Should().Be(Late);
            await relay.HungUp.WaitAsync(PatientHost.Limit);
        }
        finally
        {
            _server.Thaw();
        }

        await Eventually.BeAsync(() => host.ReasonAsync(), null);
    }
}
