using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Tests.Tcp;

public sealed class TcpProbeTests
{
    private readonly TaskCompletionSource<int> _received = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Check_ServerListens_ConnectsSendsNothingAndCloses(string host)
    {
        await using RawServer server = Listen(IPAddress.Loopback);

        (await ErrorAsync($"{host}:{server.Port}")).Should().BeNull();

        (await _received.Task.WaitAsync(TimeSpan.FromMinutes(1))).Should().Be(0);
        server.Connections.Should().Be(1);
    }

    [Fact]
    public async Task Check_IPv6Address_IsTakenInBrackets()
    {
        Assert.SkipUnless(Loopback.HasIPv6, "there is no ::1 here");
        await using RawServer server = Listen(IPAddress.IPv6Loopback);

        (await ErrorAsync($"[::1]:{server.Port}")).Should().BeNull();
        server.Connections.Should().Be(1);
    }

    [Fact]
    public async Task Check_NothingListens_IsRefused() =>
        (await ErrorAsync($"localhost:{FreePort.Next()}")).Should().Be("probe check failed: fail to open TCP connection: connection refused");

    [Fact]
    public async Task Check_NameOfNoAddress_IsNotFound() =>
        (await ErrorAsync("nope.invalid:80")).Should().Be("probe check failed: DNS resolution failed for nope.invalid: host not found");

    [Fact]
    public async Task Check_ServerComesUp_IsHealthyAgain()
    {
        int port = FreePort.Next();
        await using ProbeHost host = Host($"127.0.0.1:{port}");
        string? down = ProbeHost.Reason(await host.Prober.CheckAsync());
        await using RawServer server = Listen(IPAddress.Loopback, port);

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().BeNull();
        down.Should().NotBeNull();
    }

    [Fact]
    public async Task Add_Configure_SetsTheOptionsOfEveryProbe()
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeTcp("a:80", configure: options => options.MaxAge = TimeSpan.FromMinutes(1)));

        host.Services.GetRequiredService<IOptionsMonitor<ProbeOptions>>().Get("tcp").MaxAge.Should().Be(TimeSpan.FromMinutes(1));
    }

    private RawServer Listen(IPAddress address, int port = 0) => new(
        async (stream, stop) => _received.TrySetResult(await stream.ReadAsync(new byte[1], stop)), address, port);

    private static ProbeHost Host(string target) => new(builder => builder.AddPhilaeTcp(target), new FakeTimeProvider());

    private static async Task<string?> ErrorAsync(string target)
    {
        await using ProbeHost host = Host(target);
        return ProbeHost.Reason(await host.Prober.CheckAsync());
    }
}
