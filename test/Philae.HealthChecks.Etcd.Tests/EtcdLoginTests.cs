using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Etcd.Tests;

/// <summary>Who may, and who may not, on a server where users must log in.</summary>
[Trait("Servers", "Own")]
public sealed class EtcdLoginTests(EtcdServers servers)
{
    private const string Failed = "probe check failed: Unable to contact server: authentication failed";
    private const string Denied = "probe check failed: Unable to contact server: access denied";

    private string Nobody => $"http://127.0.0.1:{servers.Own.Port}";

    [Theory]
    [InlineData("probe", "wrong")]
    [InlineData("nobody", "wrong")]
    [InlineData("probe", "")]
    public async Task Check_WrongUserOrPassword_IsAuthenticationFailed(string user, string password)
    {
        (await EtcdTestExtensions.ReasonAsync(servers.Own.Url(user, password))).Should().Be(Failed);
    }

    [Fact]
    public async Task Check_NoUser_IsAuthenticationFailed()
    {
        (await EtcdTestExtensions.ReasonAsync(Nobody)).Should().Be(Failed);
    }

    [Fact]
    public async Task Check_UserWithoutAPassword_IsAuthenticationFailed()
    {
        await servers.Own.AddUserAsync("certified", password: null, key: "philae");

        (await EtcdTestExtensions.ReasonAsync(servers.Own.Url("certified"))).Should().Be(Failed);
    }

    [Theory]
    [InlineData("reader", "READ", null)]
    [InlineData("writer", "WRITE", Denied)]
    [InlineData("nothing", null, Denied)]
    public async Task Check_RightsOnTheKey_NeedsRead(string user, string? permission, string? reason)
    {
        await servers.Own.AddUserAsync(user, "pw", permission is null ? null : "philae", permission ?? "");

        (await EtcdTestExtensions.ReasonAsync(servers.Own.Url(user, "pw"))).Should().Be(reason);
    }

    [Fact]
    public async Task Check_AnotherKey_NeedsReadOnThatOne()
    {
        await servers.Own.AddUserAsync("other", "pw", key: "config/über");
        string url = servers.Own.Url("other", "pw");

        (await EtcdTestExtensions.ReasonAsync(url, options => options.Key = "config/über")).Should().BeNull();
        (await EtcdTestExtensions.ReasonAsync(url)).Should().Be(Denied);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}", "probe", ProbeConformance.Secret)]
    [InlineData("http://probe@127.0.0.1:{0}", null, ProbeConformance.Secret)]
    [InlineData("http://other:wrong@127.0.0.1:{0}", "probe", ProbeConformance.Secret)]
    public async Task Check_UserInTheOptions_GoesBeforeTheUrl(string target, string? user, string password)
    {
        string? reason = await EtcdTestExtensions.ReasonAsync(
            string.Format(null, target, servers.Own.Port), options => (options.UserName, options.Password) = (user, password));

        reason.Should().BeNull();
    }

    [Fact]
    public async Task Check_EncodedCharacters_AreTheUsersOwn()
    {
        await servers.Own.AddUserAsync("a@b", "p,:/@%", key: "philae");

        (await EtcdTestExtensions.ReasonAsync($"http://a%40b:p%2C%3A%2F%40%25@127.0.0.1:{servers.Own.Port}")).Should().BeNull();
    }

    [Fact]
    public async Task Check_WrongPasswordAndSeveralMembers_IsTriedOnce()
    {
        await using var server = new EtcdServer();
        await server.StartAsync();
        await server.AddUserAsync("probe", ProbeConformance.Secret, key: "philae");
        await server.EnableUsersAsync("r00t");
        int before = await server.CallsAsync("Authenticate");
        string wrong = server.Url(password: "wrong");

        (await EtcdTestExtensions.ReasonAsync($"{wrong},{wrong},{wrong}")).Should().Be(Failed);

        (await server.CallsAsync("Authenticate")).Should().Be(before + 1);
    }

    [Fact]
    public async Task Check_WrongPassword_StandsNowhere()
    {
        await using ProbeHost host = EtcdTestExtensions.Host(servers.Own.Url(password: "wr0ng-s3cret"));

        (await host.ReasonAsync()).Should().Be(Failed);

        host.Log.ToString().Should().NotContain("wr0ng-s3cret");
    }
}
