using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Tests.Tcp;

[Collection(Leaks.Alone)]
public sealed class TcpLeakTests
{
    [Fact]
    public async Task Check_ThousandConnections_LeaveNothing()
    {
        await using var server = new RawServer((_, _) => Task.CompletedTask);

        await LeavesNothingAsync(server.Port, null);
    }

    [Fact]
    public Task Check_ThousandRefusals_LeaveNothing() =>
        LeavesNothingAsync(FreePort.Next(), "probe check failed: fail to open TCP connection: connection refused");

    private static async Task LeavesNothingAsync(int port, string? expected)
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeTcp($"127.0.0.1:{port}", timeout: TimeSpan.FromHours(1)));

        await Leaks.ShouldBeNoneAsync(async () => ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be(expected));
    }
}
