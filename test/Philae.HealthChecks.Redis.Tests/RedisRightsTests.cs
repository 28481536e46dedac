using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Redis.Tests;

[Trait("Servers", "Own")]
public sealed class RedisRightsTests : IAsyncLifetime
{
    private const string Password = "acl-0f-the-test";
    private RedisServer _server = null!;
    private RedisControl _control = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServers.StartAsync();
        _control = await RedisControl.OfAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        await _control.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("+ping", "")]
    [InlineData("+ping", "/0")]
    [InlineData("+ping +select", "/3")]
    public async Task Check_AccountOfTheDocumentation_IsHealthyAndDeniedNothing(string rights, string database)
    {
        await GrantAsync(rights);

        (await PatientHost.ReasonAsync(Url + database)).Should().BeNull();

        (await _control.AskAsync("INFO", "errorstats")).Should().NotContain("NOPERM");
    }

    [Theory]
    [InlineData("+get", "")]
    [InlineData("+ping", "/3")]
    public async Task Check_RightIsMissing_IsAccessDenied(string rights, string database)
    {
        await GrantAsync(rights);

        (await PatientHost.ReasonAsync(Url + database)).Should().Be(PatientHost.Unable("access denied"));
    }

    [Fact]
    public async Task Check_RightIsTakenAwayLater_IsAccessDeniedUntilItIsBack()
    {
        await GrantAsync("+ping");
        await using ProbeHost host = PatientHost.Of(Url);
        (await host.ReasonAsync()).Should().BeNull();

        await GrantAsync("-ping");
        (await host.ReasonAsync()).Should().Be(PatientHost.Unable("access denied"));

        await GrantAsync("+ping");
        (await host.ReasonAsync()).Should().BeNull();
    }

    // The driver would be content with being the default user.
    [Theory]
    [InlineData("hc", "authentication failed")]
    [InlineData("", "authentication failed")]
    public async Task Check_BadCredentialsWhereTheDefaultUserNeedsNone_IsUnhealthy(string user, string reason)
    {
        await GrantAsync("+ping");
        await _control.AskAsync("ACL", "SETUSER", "default", "nopass");

        (await PatientHost.ReasonAsync(RedisServers.UrlOf(_server, "wrong", user))).Should().Be(PatientHost.Unable(reason));
        (await PatientHost.ReasonAsync(RedisServers.UrlOf(_server, password: null))).Should().BeNull();
        (await PatientHost.ReasonAsync(Url)).Should().BeNull();
    }

    [Fact]
    public async Task Check_DatabaseBeyondTheLast_IsUnexpectedResponse() =>
        (await PatientHost.ReasonAsync(RedisServers.UrlOf(_server) + "/99")).Should().Be(PatientHost.Unable("unexpected response"));

    [Fact]
    public async Task Check_DatabaseInTheUrl_IsSelected()
    {
        await using ProbeHost host = PatientHost.Of(RedisServers.UrlOf(_server) + "/3");

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        (await _control.OthersAsync()).Should().ContainSingle().Which.Should().Contain(" db=3 ");
    }

    [Fact]
    public async Task Check_Healthy_SendsNoMoreThanTheDocumentationSays()
    {
        await _control.AskAsync("CONFIG", "RESETSTAT");
        await using ProbeHost host = PatientHost.Of(RedisServers.UrlOf(_server) + "/3");

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        (await _control.CommandsAsync()).Should().BeEquivalentTo("auth", "hello", "ping", "select");
        (await _control.PingsAsync()).Should().Be(3, "one proves the new connection, two are the check");
    }

    private string Url => RedisServers.UrlOf(_server, Password, "hc");

    private Task<string> GrantAsync(string rights) => _control.AskAsync(["ACL", "SETUSER", "hc", "on", $">{Password}", .. rights.Split(' ')]);
}
