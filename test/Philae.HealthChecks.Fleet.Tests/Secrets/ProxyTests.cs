using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>
/// The password of the environment's proxy, HTTPS_PROXY and its kin. .NET reads the variables once in a process, into what is
/// set here.
/// </summary>
[Collection(nameof(WholeProcess))]
public sealed class ProxyTests : IDisposable
{
    private readonly IWebProxy _before = HttpClient.DefaultProxy;

    public void Dispose() => HttpClient.DefaultProxy = _before;

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task Check_ProxyIsDown_ShowsNoSecret(string scheme)
    {
        var secret = Secret.Awkward();

        (await ReasonAsync(scheme, secret, FreePort.Next())).Should().EndWith(": connection refused");
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task Check_ProxyRefusesThePassword_ShowsNoSecret(string scheme)
    {
        var secret = Secret.Awkward();
        await using var proxy = new EchoServer(
            static request => $"HTTP/1.1 407 {request.Replace("\r\n", " ", StringComparison.Ordinal)}\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            isHttp: true);

        (await ReasonAsync(scheme, secret, proxy.Port)).Should().StartWith("probe check failed: ");
        secret.FindIn(proxy.Received).Should().NotBeNull("it was sent: {0}", proxy.Received);
    }

    private static async Task<string> ReasonAsync(string scheme, Secret secret, int port)
    {
        HttpClient.DefaultProxy = new WebProxy(new Uri($"http://probe:{secret.Encoded}@127.0.0.1:{port}"))
        {
            Credentials = new NetworkCredential("probe", secret.Text),
        };
        using var telemetry = new Telemetry();
        await using var host = new ProbeHost(builder =>
        {
            builder.Services.Configure<PhilaeOptions>(static options => options.TraceDrivers = true);
            builder.AddPhilaeHttp($"{scheme}://nowhere.invalid/ping", configure: static options =>
                (options.ConnectTimeout, options.ResponseTimeout) = (TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)));
        });
        HealthReport report = await host.Prober.CheckAsync();

        Row.ShouldNotShow(secret, report);
        Row.ShouldNotShow(secret, "log", host.Log.ToString());
        Row.ShouldNotShow(secret, "metrics", telemetry.Measurements);

        // .NET's exception has the proxy's URL as it is, and .NET's span the exception.
        Row.ShouldNotShow(secret, "spans", telemetry.Spans(withExceptions: false));
        telemetry.Spans().Should().Contain("url.full=", "it was listened to");
        return ProbeHost.Reason(report)!;
    }
}
