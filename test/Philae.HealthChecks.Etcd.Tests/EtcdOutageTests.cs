using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Etcd.Tests;

[Trait("Servers", "Own")]
public sealed class EtcdOutageTests : IAsyncLifetime
{
    private const string Refused = "probe check failed: Unable to contact server: connection refused";
    private const string Late = "probe check failed: prober: context deadline exceeded";

    // Longer than a test runs, as Microsoft's engine has a timer on the real clock beside the runner's.
    private static readonly TimeSpan Deadline = TimeSpan.FromHours(1);

    private readonly EtcdServer _server = new();

    private string Url => $"http://127.0.0.1:{_server.Port}";

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_KilledAndRestarted_IsHealthyAtTheNextCheck(bool kill)
    {
        await using ProbeHost host = EtcdTestExtensions.Host(Url);
        (await host.ReasonAsync()).Should().BeNull();

        await (kill ? _server.KillAsync() : _server.StopAsync());
        (await host.ReasonAsync()).Should().Be(Refused);
        (await host.ReasonAsync()).Should().Be(Refused);

        await _server.StartAsync();
        (await host.ReasonAsync()).Should().BeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_RestartedBetweenTwoChecks_IsHealthyAtTheNextCheck(bool kill)
    {
        await using ProbeHost host = EtcdTestExtensions.Host(Url);
        (await host.ReasonAsync()).Should().BeNull();

        await (kill ? _server.KillAsync() : _server.StopAsync());
        await _server.StartAsync();

        (await host.ReasonAsync()).Should().BeNull();
    }

    [Fact]
    public async Task Check_FrozenServer_IsCutOffAndLetsGoOfItsConnection()
    {
        var time = new FakeTimeProvider();
        await using var relay = new Relay(_server.Port);
        await using ProbeHost host = Host($"http://127.0.0.1:{relay.Port}", time);
        (await host.ReasonAsync()).Should().BeNull();
        await relay.SentAsync("philae"u8.ToArray());

        _server.Freeze();
        try
        {
            Task<string?> check = host.ReasonAsync();

            // HTTP/2 talks on its own account: only the key tells that the check is under way.
            await relay.SentAsync("philae"u8.ToArray());
            time.Advance(Deadline);
            (await check).Should().Be(Late);
            await relay.HungUp;
        }
        finally
        {
            _server.Thaw();
        }

        await Eventually.BeAsync(host.ReasonAsync, null);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task Check_ServerThatNeverAnswers_LetsGoOfItsConnection(string scheme)
    {
        var time = new FakeTimeProvider();
        await using var hanging = new HangingServer();
        await using var relay = new Relay(hanging.Port);
        await using ProbeHost host = Host($"{scheme}://127.0.0.1:{relay.Port}", time);

        Task<string?> check = host.ReasonAsync();
        await relay.Sent.ReadAsync();
        time.Advance(Deadline);

        (await check).Should().Be(Late);
        await relay.HungUp;
    }

    [Fact]
    public async Task Dispose_DuringACheck_LeavesNoConnection()
    {
        await using var hanging = new HangingServer();
        await using var relay = new Relay(hanging.Port);
        ProbeHost host = EtcdTestExtensions.Host($"http://127.0.0.1:{relay.Port}");
        Task<string?> check = host.ReasonAsync();
        await relay.Sent.ReadAsync();

        await host.DisposeAsync();

        (await check).Should().NotBeNull();
        await relay.HungUp;
    }

    [Fact]
    public async Task Check_UnknownHost_IsHostNotFound()
    {
        (await EtcdTestExtensions.ReasonAsync("http://no-such-host.invalid:2379")).Should().Be("probe check failed: Unable to contact server: host not found");
    }

    [Fact]
    public async Task Check_FailingManyTimes_LeavesNothingBehind()
    {
        await _server.StopAsync();
        await using ProbeHost host = EtcdTestExtensions.Host($"{Url},https://127.0.0.1:{_server.Port}");
        for (int i = 0; i < 20; i++)
        {
            (await host.ReasonAsync()).Should().Be(Refused);
        }

        int before = Descriptors();
        for (int i = 0; i < 200; i++)
        {
            (await host.ReasonAsync()).Should().Be(Refused);
        }

        // Other tests open theirs meanwhile; far below what 200 leaks are.
        await Eventually.TrueAsync(() => Descriptors() < before + 150);
    }

    private static ProbeHost Host(string target, FakeTimeProvider time) => new(builder => builder.AddPhilaeEtcd(target, timeout: Deadline), time);

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}
