using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Swift;

/// <summary>What is sent, to the letter.</summary>
public sealed class SwiftRequestTests : IAsyncLifetime
{
    private const string Domain = """{"name":"Default"}""";
    private FakeKeystone _keystone = null!;

    public async ValueTask InitializeAsync() => _keystone = await FakeKeystone.StartAsync("secret");

    public ValueTask DisposeAsync() => _keystone.DisposeAsync();

    [Fact]
    public async Task Check_Version3_PostsTheLogin()
    {
        string login = await LoginAsync("/v3");

        login.Should().Be(Password($$"""{"name":"probe","domain":{{Domain}},"password":"secret"}""", $$"""{"name":"shop","domain":{{Domain}}}"""));
        HttpServer.Request request = _keystone.Server.Requests.Single();
        request.Method.Should().Be("POST");
        request.Headers.Should().Contain("Content-Type", "application/json").And.Contain("Accept", "application/json")
            .And.OnlyContain(header => header.Key == "Host" || header.Key == "Content-Type" || header.Key == "Content-Length" || header.Key == "Accept");
    }

    [Fact]
    public async Task Check_Version2_PostsTheLogin() =>
        (await LoginAsync("/v2.0")).Should().Be("""{"auth":{"passwordCredentials":{"username":"probe","password":"secret"},"tenantName":"shop"}}""");

    [Fact]
    public async Task Check_Version2WithATenantId_NamesThat() =>
        (await LoginAsync("/v2.0", options => options.TenantId = "7")).Should().Be("""{"auth":{"passwordCredentials":{"username":"probe","password":"secret"},"tenantId":"7"}}""");

    [Theory]
    [InlineData("/v3", null, "/v3/auth/tokens")]
    [InlineData("/v3/", null, "/v3/auth/tokens")]
    [InlineData("", null, "/v3/auth/tokens")]
    [InlineData("/", 3, "/v3/auth/tokens")]
    [InlineData("/v2.0", 3, "/v3/auth/tokens")]
    [InlineData("/v2.0/", null, "/v2.0/tokens")]
    [InlineData("/v2", null, "/v2.0/tokens")]
    [InlineData("/v3", 2, "/v2.0/tokens")]
    [InlineData("", 2, "/v2.0/tokens")]
    [InlineData("/identity", null, "/identity/v3/auth/tokens")]
    [InlineData("/v3/a%20b", null, "/v3/a%20b/v3/auth/tokens")]
    [InlineData("//elsewhere.invalid/v3", null, "//elsewhere.invalid/v3/auth/tokens")]
    public async Task Check_Url_IsThatOfItsVersion(string path, int? version, string asked)
    {
        await SwiftCheck.ErrorAsync(_keystone.Server.Url(path, "probe:secret"), options => options.AuthVersion = version);

        _keystone.Server.Requests.Single().Target.Should().Be(asked);
    }

    [Fact]
    public async Task Check_Ids_GoWithoutDomains() =>
        (await LoginAsync("/v3", options => (options.UserId, options.TenantId, options.UserDomainName) = ("u1", "t1", "Users")))
            .Should().Be(Password("""{"id":"u1","password":"secret"}""", """{"id":"t1"}"""));

    [Fact]
    public async Task Check_Domains_AreEachNamesOwn() =>
        (await LoginAsync("/v3", options => (options.UserDomainName, options.TenantDomainName) = ("Users", "Projects")))
            .Should().Be(Password("""{"name":"probe","domain":{"name":"Users"},"password":"secret"}""", """{"name":"shop","domain":{"name":"Projects"}}"""));

    [Fact]
    public async Task Check_DomainIds_ComeBeforeNames() =>
        (await LoginAsync("/v3", options =>
        {
            (options.UserDomainName, options.TenantDomainName) = ("Users", "Projects");
            (options.UserDomainId, options.TenantDomainId) = ("d1", "d2");
        })).Should().Be(Password("""{"name":"probe","domain":{"id":"d1"},"password":"secret"}""", """{"name":"shop","domain":{"id":"d2"}}"""));

    [Fact]
    public async Task Check_NoDomainOfTheProject_IsTheUsers() =>
        (await LoginAsync("/v3", options => options.UserDomainName = "Users"))
            .Should().Be(Password("""{"name":"probe","domain":{"name":"Users"},"password":"secret"}""", """{"name":"shop","domain":{"name":"Users"}}"""));

    [Fact]
    public async Task Check_UserInTheOptions_GoesBeforeTheUrls() =>
        (await LoginAsync("/v3", options => (options.UserName, options.Password) = ("other", "secret"), userInfo: "probe:wrong")).Should()
            .Be(Password($$"""{"name":"other","domain":{{Domain}},"password":"secret"}""", $$"""{"name":"shop","domain":{{Domain}}}"""));

    [Fact]
    public async Task Check_CredentialsInTheUrl_AreSentDecodedAndEscaped()
    {
        await SwiftCheck.ErrorAsync(_keystone.Server.Url("/v2.0", "us%40er:%22p%5C%C3%A9%22"));

        _keystone.Logins.Single().Should().Be("""{"auth":{"passwordCredentials":{"username":"us@er","password":"\u0022p\\\u00E9\u0022"},"tenantName":"shop"}}""");
    }

    [Fact]
    public async Task Check_ApplicationCredentialId_NeedsNobodyElse() =>
        (await LoginAsync("/v3", options => (options.ApplicationCredentialId, options.ApplicationCredentialSecret, options.TenantName) = ("c1", "secret", null), userInfo: null))
            .Should().Be(Credential("""{"id":"c1","secret":"secret"}"""));

    [Fact]
    public async Task Check_ApplicationCredentialName_IsItsUsers() =>
        (await LoginAsync("/v3", options => (options.ApplicationCredentialName, options.ApplicationCredentialSecret) = ("health", "secret"), userInfo: "probe"))
            .Should().Be(Credential("""{"name":"health","secret":"secret","user":{"name":"probe","domain":{"name":"Default"}}}"""));

    [Fact]
    public async Task Check_ApplicationCredentialAndPassword_TakesTheCredential() =>
        (await LoginAsync("/v3", options => (options.ApplicationCredentialName, options.ApplicationCredentialSecret, options.UserId) = ("health", "secret", "u1"), userInfo: "probe:word"))
            .Should().Be(Credential("""{"name":"health","secret":"secret","user":{"id":"u1"}}"""));

    [Fact]
    public async Task Check_Twice_LogsInAnewOnOneConnection()
    {
        await using ProbeHost host = SwiftCheck.Host(_keystone.Server.Url("/v3", "probe:secret"));

        (await Http.HttpCheck.ErrorAsync(host)).Should().BeNull();
        (await Http.HttpCheck.ErrorAsync(host)).Should().BeNull();

        _keystone.Logins.Should().HaveCount(2);
        _keystone.Server.Connections.Should().Be(1);
    }

    private async Task<string> LoginAsync(string path, Action<SwiftProbeOptions>? configure = null, string? userInfo = "probe:secret")
    {
        (await SwiftCheck.ErrorAsync(_keystone.Server.Url(path, userInfo), configure)).Should().BeNull();
        return _keystone.Logins.Single();
    }

    private static string Password(string user, string project) =>
        """{"auth":{"identity":{"methods":["password"],"password":{"user":""" + user + """}},"scope":{"project":""" + project + "}}}";

    private static string Credential(string credential) =>
        """{"auth":{"identity":{"methods":["application_credential"],"application_credential":""" + credential + "}}}";
}
