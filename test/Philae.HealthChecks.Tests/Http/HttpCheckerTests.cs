using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Http;

public sealed class HttpCheckerTests : HttpServerTests
{
    private const string BrokenOff = "Unable to send request: unexpected response";

    [Fact]
    public async Task Check_Checker_GetsTheBody()
    {
        Server.On("/", 200, "{\"état\":\"ok\"}");
        string? body = null;

        string? error = await HttpCheck.ErrorAsync(Server.Url(), options => options.ResponseValidator = async (stream, stop) =>
            body = await new StreamReader(stream, Encoding.UTF8).ReadToEndAsync(stop));

        error.Should().BeNull();
        body.Should().Be("{\"état\":\"ok\"}");
    }

    [Theory]
    [InlineData(500, null)]
    [InlineData(200, 204)]
    public async Task Check_BadStatus_DoesNotRunTheChecker(int status, int? expected)
    {
        Server.On("/", status, "body");
        bool ran = false;

        string? error = await HttpCheck.ErrorAsync(Server.Url(), options =>
        {
            options.ExpectedStatusCode = expected;
            options.ResponseValidator = (_, _) => Task.FromResult(ran = true);
        });

        error.Should().Contain("code");
        ran.Should().BeFalse();
    }

    [Fact]
    public async Task Check_CheckerThrowsProbeException_PublishesIt()
    {
        Server.On("/", 200);

        (await HttpCheck.ErrorAsync(Server.Url(), options => options.ResponseValidator = (_, _) => throw new ProbeException("queue is full")))
            .Should().Be("queue is full");
    }

    [Fact]
    public async Task Check_CheckerThrowsAnythingElse_DoesNotPublishItsText()
    {
        Server.On("/", 200);
        await using ProbeHost host = HttpCheck.Host(
            Server.Url(), options => options.ResponseValidator = (_, _) => throw new InvalidOperationException("row 7 of alice"));

        var report = await host.Prober.CheckAsync();

        ProbeHost.Json(report).Should().NotContain("alice").And.Contain("\"Message_\":\"probe check failed\",\"Cause_\":null,\"Underlying_\":{}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_ClosedInMidBody_IsAnUnexpectedResponse(bool reset)
    {
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(async (stream, stop) =>
        {
            await RawServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"u8.ToArray(), stop);
            await read.Task;
            stream.Socket.LingerState = new LingerOption(reset, 0);
        });

        string? error = await HttpCheck.ErrorAsync($"http://127.0.0.1:{server.Port}/", options => options.ResponseValidator = async (body, stop) =>
        {
            await body.ReadExactlyAsync(new byte[3], stop);
            read.SetResult();
            await body.CopyToAsync(Stream.Null, stop);
        });

        error.Should().Be(BrokenOff);
    }

    [Fact]
    public async Task Check_BodyDripsOn_IsCutAtTheResponseTimeout()
    {
        var time = new FakeTimeProvider();
        using var write = new SemaphoreSlim(0);
        using var read = new SemaphoreSlim(0);
        Server.On("/", async context =>
        {
            for (; ; )
            {
                await write.WaitAsync(context.RequestAborted);
                await context.Response.Body.WriteAsync(new byte[1], context.RequestAborted);
            }
        });
        await using ProbeHost host = HttpCheck.Host(Server.Url(), Drain(read), time);
        Task<string?> check = HttpCheck.ErrorAsync(host);

        foreach (int milliseconds in new[] { 600, 400 })
        {
            write.Release();
            await read.WaitAsync();
            time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        }

        (await check).Should().Be("Unable to send request: timed out");
    }

    private static Action<HttpProbeOptions> Drain(SemaphoreSlim read) => options => options.ResponseValidator = async (body, stop) =>
    {
        while (await body.ReadAsync(new byte[1], stop) > 0)
        {
            read.Release();
        }
    };
}
