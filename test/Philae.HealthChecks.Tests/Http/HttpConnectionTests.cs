using System.Net;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Http;

public sealed class HttpConnectionTests : HttpServerTests
{
    private IPEndPoint Endpoint => new(IPAddress.Loopback, Server.Port);

    [Fact]
    public async Task Check_ManyTimes_KeepsOneConnection()
    {
        Server.On("/", 200, "a body that nobody reads");
        await using ProbeHost host = HttpCheck.Host(Server.Url());

        for (int check = 0; check < 50; check++)
        {
            (await HttpCheck.ErrorAsync(host)).Should().BeNull();
        }

        Server.Connections.Should().Be(1);
    }

    [Fact]
    public async Task Check_ServerClosedTheConnection_MakesAnother()
    {
        Server.On("/", context =>
        {
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        await using ProbeHost host = HttpCheck.Host(Server.Url());

        (await HttpCheck.ErrorAsync(host)).Should().BeNull();
        (await HttpCheck.ErrorAsync(host)).Should().BeNull();

        Server.Connections.Should().Be(2);
        await Eventually.TrueAsync(() => ClientSockets.Count(Endpoint) == 0);
    }

    [Fact]
    public async Task Dispose_Host_ClosesTheConnection()
    {
        Server.On("/", 200);
        ProbeHost host = HttpCheck.Host(Server.Url());
        await HttpCheck.ErrorAsync(host);
        int before = Server.OpenConnections;

        await host.DisposeAsync();

        before.Should().Be(1);
        await Eventually.TrueAsync(() => Server.OpenConnections == 0 && ClientSockets.Count(Endpoint) == 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64 * 1024)]
    public async Task Check_EndlessBodyWithoutChecker_IsLeft(int chunk)
    {
        Server.On("/", async context =>
        {
            await context.Response.Body.FlushAsync();
            while (chunk > 0 && !context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[chunk], context.RequestAborted);
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using ProbeHost host = HttpCheck.Host(Server.Url());

        (await HttpCheck.ErrorAsync(host)).Should().BeNull();

        await Eventually.TrueAsync(() => Server.OpenConnections == 0 && ClientSockets.Count(Endpoint) == 0);
    }

    [Fact]
    public async Task Check_CheckerStopsEarly_LeavesNoConnectionBehind()
    {
        Server.On("/", async context =>
        {
            await context.Response.Body.WriteAsync(new byte[1]);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using ProbeHost host = HttpCheck.Host(
            Server.Url(), options => options.ResponseValidator = async (body, stop) => await body.ReadExactlyAsync(new byte[1], stop));

        (await HttpCheck.ErrorAsync(host)).Should().BeNull();

        await Eventually.TrueAsync(() => Server.OpenConnections == 0 && ClientSockets.Count(Endpoint) == 0);
    }
}
