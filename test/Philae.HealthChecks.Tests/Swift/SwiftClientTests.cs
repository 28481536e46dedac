using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.Swift;

/// <summary>What the client that sends has to do with the rest of the process: its proxy, its factory, its handles.</summary>
[Collection(Leaks.Alone)]
public sealed class SwiftClientTests : IAsyncLifetime
{
    private FakeKeystone _keystone = null!;

    public async ValueTask InitializeAsync() => _keystone = await FakeKeystone.StartAsync("secret");

    public ValueTask DisposeAsync() => _keystone.DisposeAsync();

    [Theory]
    [InlineData("http", null)]
    [InlineData("https", SwiftCheck.Failed + "unavailable")]
    public async Task Check_ProxySet_GoesThroughIt(string scheme, string? error)
    {
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy("127.0.0.1", _keystone.Server.Port);
        try
        {
            (await SwiftCheck.ErrorAsync($"{scheme}://probe:secret@identity.invalid/v3")).Should().Be(error, "the proxy forwards, and makes no tunnels");
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }

        _keystone.Server.Requests.Single().Target.Should().Be(scheme == "http" ? "http://identity.invalid/v3/auth/tokens" : "identity.invalid:443");
    }

    [Fact]
    public async Task Check_NamedClient_IsTheApplications()
    {
        await using var host = new ProbeHost(builder =>
        {
            builder.Services.AddHttpClient("openstack", static client => client.DefaultRequestHeaders.Add("User-Agent", "shop/1.0"));
            builder.AddPhilaeSwift(_keystone.Server.Url("/v3", "probe:secret"), configure: static options => (options.TenantName, options.HttpClientName) = ("shop", "openstack"));
        });

        (await HttpCheck.ErrorAsync(host)).Should().BeNull();
        _keystone.Server.Requests.Single().Headers["User-Agent"].Should().Be("shop/1.0");
        host.Log.ToString().Should().NotContain("secret");
    }

    [Theory]
    [InlineData("secret", null)]
    [InlineData("wrong", SwiftCheck.Failed + "authentication failed")]
    public async Task Check_ThousandTimes_LeavesNothing(string password, string? expected)
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeSwift(
            _keystone.Server.Url("/v3", $"probe:{password}"), configure: static options => (options.TenantName, options.ResponseTimeout) = ("shop", HttpCheck.Never)));

        await Leaks.ShouldBeNoneAsync(async () => (await HttpCheck.ErrorAsync(host)).Should().Be(expected));
    }

    [Fact]
    public async Task Dispose_Host_ClosesTheConnection()
    {
        ProbeHost host = SwiftCheck.Host(_keystone.Server.Url("/v3", "probe:secret"));
        (await HttpCheck.ErrorAsync(host)).Should().BeNull();
        int before = _keystone.Server.OpenConnections;

        await host.DisposeAsync();

        before.Should().Be(1);
        await Eventually.TrueAsync(() => _keystone.Server.OpenConnections == 0);
    }
}
