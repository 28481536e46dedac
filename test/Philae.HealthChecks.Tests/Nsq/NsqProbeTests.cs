using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.Nsq;

public sealed class NsqProbeTests : HttpServerTests
{
    [Theory]
    [InlineData("OK", null)]
    [InlineData("OK\n", null)]
    [InlineData("OK\r\n", null)]
    [InlineData("ok", "Unable to send request: unexpected response")]
    [InlineData("OKAY", "Unable to send request: unexpected response")]
    [InlineData("NOT OK", "Unable to send request: unexpected response")]
    public async Task Check_Body_IsNsqds(string body, string? expected)
    {
        Server.On("/ping", 200, body);

        (await ErrorAsync("127.0.0.1", Server.Port)).Should().Be(expected);
    }

    [Fact]
    public async Task Check_TrustGiven_SpeaksTls()
    {
        using var certificate = new TestCertificate();
        await using HttpServer server = (await HttpServer.StartAsync(certificate)).On("/ping", 200, "OK");

        (await ErrorAsync("localhost", server.Port, options => options.CertificateAuthorityFile = certificate.AuthorityFile)).Should().BeNull();
        (await ErrorAsync("localhost", server.Port, options => options.Tls = HttpTlsTests.Trust(certificate))).Should().BeNull();
    }

    [Theory]
    [InlineData("::1")]
    [InlineData("[::1]")]
    public async Task Check_IPv6_IsAskedInBrackets(string host)
    {
        Assert.SkipUnless(Loopback.HasIPv6, "there is no ::1 here");
        await using HttpServer server = (await HttpServer.StartAsync(address: System.Net.IPAddress.IPv6Loopback)).On("/ping", 200, "OK");

        (await ErrorAsync(host, server.Port)).Should().BeNull();
        server.Requests.Single().Headers["Host"].Should().Be($"[::1]:{server.Port}");
    }

    private static async Task<string?> ErrorAsync(string host, int port, Action<NsqProbeOptions>? configure = null)
    {
        await using var probes = new ProbeHost(
            builder => builder.AddPhilaeNsq(host, port, configure: options =>
            {
                options.ConnectTimeout = HttpCheck.Never;
                configure?.Invoke(options);
            }),
            new FakeTimeProvider());
        return await HttpCheck.ErrorAsync(probes);
    }
}
