using System.Net.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Tests.Http;

public sealed class HttpTimeLimitTests : HttpServerTests
{
    private const string TimedOut = "Unable to send request: timed out";

    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Check_NoConnection_IsCutAtTheConnectTimeout()
    {
        await using var hole = new BlackHole();
        await using ProbeHost host = Host($"http://127.0.0.1:{hole.Port}/", options => options.ConnectTimeout = TimeSpan.FromHours(1));
        Task<string?> check = HttpCheck.ErrorAsync(host);
        await hole.Reached;

        _time.Advance(TimeSpan.FromHours(1));

        (await check).Should().Be(TimedOut);
    }

    [Fact]
    public async Task Check_NoConnection_LeavesNoAttempt()
    {
        await using var hole = new BlackHole();
        await using ProbeHost host = Host($"http://127.0.0.1:{hole.Port}/", options => options.ConnectTimeout = TimeSpan.FromMilliseconds(50));

        (await HttpCheck.ErrorAsync(host)).Should().Be(TimedOut);

        await Eventually.TrueAsync(() => hole.Attempts == 0);
    }

    [Theory]
    [InlineData(999, null)]
    [InlineData(1000, TimedOut)]
    public async Task Check_AnswerTakesItsTime_MayTakeUpToTheResponseTimeout(int milliseconds, string? error)
    {
        Server.On("/", context => AnswerAfterAsync(milliseconds, context.RequestAborted));
        await using ProbeHost host = Host(Server.Url());

        (await HttpCheck.ErrorAsync(host)).Should().Be(error);
        (await HttpCheck.ErrorAsync(host)).Should().Be(error, "a kept connection has the same limit");
    }

    [Fact]
    public async Task Check_RedirectsTakeTheirTime_EachHasTheWholeLimit()
    {
        Server.On("/from", async context =>
        {
            await AnswerAfterAsync(600, context.RequestAborted);
            context.Response.Redirect("/to");
        });
        Server.On("/to", context => AnswerAfterAsync(600, context.RequestAborted));
        await using ProbeHost host = Host(Server.Url("/from"));

        (await HttpCheck.ErrorAsync(host)).Should().BeNull();
        Server.Requests.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(999, null)]
    [InlineData(1000, TimedOut)]
    public async Task Check_SlowTlsHandshake_CountsAsConnecting(int milliseconds, string? error)
    {
        using var certificate = new TestCertificate();
        await using var server = new RawServer(async (stream, stop) =>
        {
            _reached.SetResult();
            await _goOn.Task.WaitAsync(stop);
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(certificate.Certificate);
            await RawServer.ReadRequestAsync(tls, stop);
            await AnswerAfterAsync(milliseconds, stop);
            await tls.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
        });
        await using ProbeHost host = Host($"https://127.0.0.1:{server.Port}/", options => options.Tls = HttpTlsTests.Trust(certificate));
        Task<string?> check = HttpCheck.ErrorAsync(host);
        await _reached.Task;

        _time.Advance(TimeSpan.FromMinutes(1));
        _goOn.SetResult();

        (await check).Should().Be(error);
    }

    private async Task AnswerAfterAsync(int milliseconds, CancellationToken gone)
    {
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        if (milliseconds >= 1000)
        {
            await Task.Delay(Timeout.Infinite, gone);
        }
    }

    // The report's deadline must not be what cuts.
    private ProbeHost Host(string target, Action<HttpProbeOptions>? configure = null) => new(
        builder =>
        {
            builder.Services.Configure<PhilaeOptions>(options => options.Deadline = HttpCheck.Never);
            HttpCheck.Add(builder, target, configure);
        },
        _time);
}
