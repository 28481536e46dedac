using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Tests.Http;

[Collection(Leaks.Alone)]
public sealed class HttpLeakTests : HttpServerTests
{
    [Fact]
    public async Task Check_ThousandTimesOnAKeptConnection_LeavesNothing()
    {
        Server.On("/", 200, "body");

        await LeavesNothingAsync(Server.Url(), null);
    }

    [Fact]
    public async Task Check_ThousandTimesOnNewConnections_LeavesNothing()
    {
        Server.On("/", context =>
        {
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });

        await LeavesNothingAsync(Server.Url(), null);
    }

    [Fact]
    public async Task Check_ThousandRefusals_LeaveNothing() =>
        await LeavesNothingAsync($"http://127.0.0.1:{FreePort.Next()}/", "Unable to send request: connection refused");

    [Fact]
    public async Task Check_ThousandBrokenAnswers_LeaveNothing()
    {
        await using var server = new RawServer(async (stream, stop) =>
        {
            await RawServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync("+OK\r\n"u8.ToArray(), stop);
        });

        await LeavesNothingAsync($"http://127.0.0.1:{server.Port}/", "Unable to send request: protocol error");
    }

    // On the real clock, whose timers are counted.
    private static async Task LeavesNothingAsync(string target, string? expected)
    {
        await using var host = new ProbeHost(builder => HttpCheck.Add(builder, target, options => options.ResponseTimeout = HttpCheck.Never));

        await Leaks.ShouldBeNoneAsync(async () => (await HttpCheck.ErrorAsync(host)).Should().Be(expected));
    }
}
