using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.Swift;

/// <summary>Against a real Keystone.</summary>
[Trait("Servers", "Own")]
public sealed class KeystoneTests : IClassFixture<KeystoneServers>
{
    private const string Secret = ProbeConformance.Secret;
    private const string Refused = SwiftCheck.Failed + "authentication failed";
    private readonly KeystoneServers _keystone;

    public KeystoneTests(KeystoneServers keystone)
    {
        Assert.SkipUnless(KeystoneServer.IsWanted, "The tests against a real Keystone run with PHILAE_TEST_FULL=1; test/run.sh then installs python3-keystone.");
        _keystone = keystone;
    }

    [Fact]
    public async Task Check_UserWithARoleThatMayNothing_IsHealthy() => (await ErrorAsync("probe")).Should().BeNull();

    [Fact]
    public async Task Check_Ids_IsHealthy() =>
        (await ErrorAsync(null, options => (options.UserId, options.Password, options.TenantName, options.TenantId) = (_keystone.UserId, Secret, null, _keystone.ProjectId))).Should().BeNull();

    [Fact]
    public async Task Check_UserOfAnotherDomain_IsFoundThere()
    {
        (await ErrorAsync("stranger", static options => (options.TenantName, options.UserDomainName) = ("stall", "Elsewhere"))).Should().BeNull();
        (await ErrorAsync("stranger", static options => (options.TenantName, options.TenantDomainName) = ("stall", "Elsewhere"))).Should().Be(Refused);
    }

    [Fact]
    public async Task Check_WrongPassword_IsAuthenticationFailed() => (await ErrorAsync("probe", static options => options.Password = "wrong")).Should().Be(Refused);

    [Theory]
    [InlineData("nobody", "shop")]
    [InlineData("disabled", "shop")]
    [InlineData("probe", "none")]
    [InlineData("probe", "admin")]
    [InlineData("outsider", "shop")]
    public async Task Check_NoUserNoProjectOrNoRoleOnIt_IsAuthenticationFailed(string user, string project) =>
        (await ErrorAsync(user, options => options.TenantName = project)).Should().Be(Refused);

    [Theory]
    [InlineData("R1", null)]
    [InlineData("R2", SwiftCheck.Failed + "not found")]
    [InlineData("R3", SwiftCheck.Failed + "not found")]
    public async Task Check_Region_HasAPublicObjectStore(string region, string? error) =>
        (await ErrorAsync("probe", options => options.Region = region)).Should().Be(error);

    [Fact]
    public async Task Check_ApplicationCredential_IsHealthy()
    {
        (await ErrorAsync(null, options => (options.ApplicationCredentialId, options.ApplicationCredentialSecret) = (_keystone.CredentialId, "cr3d-" + Secret))).Should().BeNull();
        (await ErrorAsync("probe", static options => (options.ApplicationCredentialName, options.ApplicationCredentialSecret) = ("health", "cr3d-" + Secret))).Should().BeNull();
        (await ErrorAsync(null, options => (options.ApplicationCredentialId, options.ApplicationCredentialSecret) = (_keystone.CredentialId, Secret))).Should().Be(Refused);
    }

    [Fact]
    public async Task Check_Version2_IsNotThereAnyMore() =>
        (await ErrorAsync("probe", static options => options.AuthVersion = 2)).Should().Be(SwiftCheck.Failed + "not found");

    [Fact]
    public async Task Check_KilledAndStartedAgain_IsHealthyAgain()
    {
        await using ProbeHost host = SwiftCheck.Host(_keystone.Server.Url($"probe:{Secret}"));
        (await HttpCheck.ErrorAsync(host)).Should().BeNull();

        await _keystone.Server.KillAsync();
        string? down = await HttpCheck.ErrorAsync(host);
        await _keystone.Server.StartAsync();

        down.Should().Be(SwiftCheck.Failed + "connection refused");
        (await HttpCheck.ErrorAsync(host)).Should().BeNull();
    }

    private Task<string?> ErrorAsync(string? user, Action<SwiftProbeOptions>? configure = null) =>
        SwiftCheck.ErrorAsync(_keystone.Server.Url(user is null ? "" : $"{user}:{Secret}"), configure);
}
