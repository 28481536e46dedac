using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.Swift;

/// <summary>No target: what the environment says, in the variables that every OpenStack client reads.</summary>
[Collection(Leaks.Alone)]
public sealed class SwiftEnvironmentTests : IAsyncLifetime
{
    private const string Secret = ProbeConformance.Secret;
    private readonly Dictionary<string, string?> _before = [];
    private FakeKeystone _keystone = null!;

    public async ValueTask InitializeAsync()
    {
        _keystone = await FakeKeystone.StartAsync(Secret);
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(static name => name.StartsWith("OS_", StringComparison.Ordinal)))
        {
            Set(name, null);
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach ((string name, string? value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        return _keystone.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Check_NothingSet_SaysSo(string? url)
    {
        Set("OS_AUTH_URL", url);
        await using var host = new ProbeHost(static builder => builder.AddPhilaeSwift());
        host.Services.GetRequiredService<Microsoft.Extensions.Options.IStartupValidator>().Validate();

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be("probe check failed: no swift connection configured: not configured");
    }

    [Fact]
    public async Task Check_Names_AreSent()
    {
        User("/v3");
        Set("OS_PROJECT_NAME", "shop");
        Set("OS_TENANT_NAME", "ignored");
        Set("OS_TENANT_ID", "ignored");
        Set("OS_USER_DOMAIN_NAME", "Users");
        Set("OS_PROJECT_DOMAIN_NAME", "Projects");

        (await LoginAsync()).Should().Be(Password("""{"name":"probe","domain":{"name":"Users"}}""", """{"name":"shop","domain":{"name":"Projects"}}"""));
    }

    [Fact]
    public async Task Check_TenantName_IsTheProjects()
    {
        User("/v3");
        Set("OS_TENANT_NAME", "shop");
        Set("OS_USER_DOMAIN_ID", "d1");
        Set("OS_PROJECT_DOMAIN_ID", "d2");

        (await LoginAsync()).Should().Be(Password("""{"name":"probe","domain":{"id":"d1"}}""", """{"name":"shop","domain":{"id":"d2"}}"""));
    }

    [Theory]
    [InlineData("OS_PROJECT_ID")]
    [InlineData("OS_TENANT_ID")]
    public async Task Check_Ids_AreSent(string project)
    {
        User("/v3");
        Set("OS_USER_ID", "u1");
        Set(project, "t1");
        Set(project.Replace("ID", "NAME", StringComparison.Ordinal), "shop");

        (await LoginAsync()).Should().Be(Password("""{"id":"u1"}""", """{"id":"t1"}"""));
    }

    [Theory]
    [InlineData("OS_IDENTITY_API_VERSION", "2", FakeKeystone.Path2)]
    [InlineData("OS_IDENTITY_API_VERSION", "2.0", FakeKeystone.Path2)]
    [InlineData("OS_IDENTITY_API_VERSION", "v2.0", FakeKeystone.Path2)]
    [InlineData("OS_IDENTITY_API_VERSION", "3", FakeKeystone.Path3)]
    [InlineData("OS_AUTH_VERSION", "2", FakeKeystone.Path2)]
    [InlineData("OS_OTHER", "2", FakeKeystone.Path3)]
    public async Task Check_Version_IsAsked(string name, string version, string path)
    {
        User("");
        Set("OS_PROJECT_NAME", "shop");
        Set(name, version);

        await LoginAsync();

        _keystone.Server.Requests.Single().Target.Should().Be(path);
    }

    [Fact]
    public async Task Check_ApplicationCredential_IsSentInPlaceOfThePassword()
    {
        User("/v3", password: "wrong");
        Set("OS_APPLICATION_CREDENTIAL_ID", "c1");
        Set("OS_APPLICATION_CREDENTIAL_SECRET", Secret);

        (await LoginAsync()).Should().Contain($$"""{"id":"c1","secret":"{{Secret}}"}""").And.NotContain("wrong");
    }

    [Fact]
    public async Task Check_ApplicationCredentialName_IsItsUsers()
    {
        User("/v3");
        Set("OS_APPLICATION_CREDENTIAL_NAME", "health");
        Set("OS_APPLICATION_CREDENTIAL_SECRET", Secret);

        (await LoginAsync()).Should().Contain($$"""{"name":"health","secret":"{{Secret}}","user":{"name":"probe",""");
    }

    [Theory]
    [InlineData("R1", null)]
    [InlineData("R2", "unable to authenticate: not found")]
    public async Task Check_Region_IsLookedFor(string region, string? error)
    {
        User("/v3");
        Set("OS_PROJECT_NAME", "shop");
        Set("OS_REGION_NAME", region);

        (await ErrorAsync()).Should().Be(error);
    }

    [Fact]
    public async Task Check_Options_GoBeforeTheEnvironment()
    {
        User("/v3", password: "wrong");
        Set("OS_USER_ID", "u1");
        Set("OS_PROJECT_ID", "t1");
        Set("OS_USER_DOMAIN_ID", "d1");
        Set("OS_REGION_NAME", "R2");
        Set("OS_APPLICATION_CREDENTIAL_ID", "c1");
        Set("OS_APPLICATION_CREDENTIAL_SECRET", "wrong");
        Set("OS_IDENTITY_API_VERSION", "2");

        string login = await LoginAsync(static options =>
        {
            (options.UserName, options.Password, options.TenantName) = ("other", Secret, "stall");
            (options.UserDomainName, options.TenantDomainName, options.Region, options.AuthVersion) = ("Users", "Projects", "R1", 3);
        });

        login.Should().Be(Password("""{"name":"other","domain":{"name":"Users"}}""", """{"name":"stall","domain":{"name":"Projects"}}"""));
    }

    [Fact]
    public async Task Check_TargetGiven_ReadsNoneOfIt()
    {
        User("http://user.invalid", password: "wrong");
        Set("OS_REGION_NAME", "R2");
        Set("OS_IDENTITY_API_VERSION", "2");
        Set("OS_USER_DOMAIN_NAME", "Users");

        (await SwiftCheck.ErrorAsync(_keystone.Server.Url("/v3", $"me:{Secret}"))).Should().BeNull();

        _keystone.Logins.Single().Should().Be(Password("""{"name":"me","domain":{"name":"Default"}}""", """{"name":"shop","domain":{"name":"Default"}}"""));
    }

    [Fact]
    public async Task Check_ChangedLater_IsAsItWasWhenRegistered()
    {
        User("/v3");
        await using ProbeHost host = SwiftCheck.Host(null);
        Set("OS_AUTH_URL", "http://host.invalid/v3");

        (await HttpCheck.ErrorAsync(host)).Should().BeNull();
    }

    [Fact]
    public void Start_Incomplete_NamesOptionAndVariable()
    {
        Set("OS_AUTH_URL", "https://identity.example/v3");

        SwiftCheck.StartFails(null).Should().Contain("store.UserName").And.Contain("OS_USERNAME").And.Contain("OS_PASSWORD").And.Contain("OS_PROJECT_NAME");
    }

    [Theory]
    [InlineData("OS_AUTH_URL", "ftp://user:" + Secret + "@host", "ftp")]
    [InlineData("OS_AUTH_URL", Secret, "not a URL")]
    [InlineData("OS_IDENTITY_API_VERSION", Secret, "version")]
    [InlineData("OS_AUTH_VERSION", "-2", "version")]
    public void Add_CannotBeRead_NamesTheVariableAndQuotesNothing(string name, string value, string says)
    {
        Set("OS_AUTH_URL", "https://identity.example/v3");
        Set(name, value);

        Action add = static () => new ServiceCollection().AddHealthChecks().AddPhilaeSwift();

        add.Should().Throw<ArgumentException>().WithParameterName(name).Which.Message.Should().Contain(says).And.NotContain(Secret);
    }

    private void User(string url, string password = Secret)
    {
        Set("OS_AUTH_URL", url.Contains("://", StringComparison.Ordinal) ? url : _keystone.Server.Url(url));
        Set("OS_USERNAME", "probe");
        Set("OS_PASSWORD", password);
    }

    private void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    private static async Task<string?> ErrorAsync(Action<SwiftProbeOptions>? configure = null)
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeSwift(configure: configure));
        return await HttpCheck.ErrorAsync(host);
    }

    private async Task<string> LoginAsync(Action<SwiftProbeOptions>? configure = null)
    {
        (await ErrorAsync(configure)).Should().BeNull();
        return _keystone.Logins.Single();
    }

    private static string Password(string user, string project) =>
        """{"auth":{"identity":{"methods":["password"],"password":{"user":""" + user[..^1] + $",\"password\":\"{Secret}\"" + """}}},"scope":{"project":""" + project + "}}}";
}
