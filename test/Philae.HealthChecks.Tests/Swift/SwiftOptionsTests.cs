using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Swift;

/// <summary>What is missing is said when the host starts, by the name of the option, and never with a secret.</summary>
public sealed class SwiftOptionsTests
{
    private const string Secret = ProbeConformance.Secret;
    private const string Full = $"https://probe:{Secret}@identity.example/v3";

    public static TheoryData<string, Action<SwiftProbeOptions>, string> Incomplete => new()
    {
        { "https://probe@identity.example/v3", static o => o.TenantName = "shop", "store.Password is required" },
        { "https://probe:@identity.example/v3", static o => o.TenantName = "shop", "store.Password is required" },
        { $"https://:{Secret}@identity.example/v3", static o => o.TenantName = "shop", "store.UserName is required" },
        { Full, static _ => { }, "store.TenantName is required, or TenantId" },
        { Full, static o => o.TenantName = "", "store.TenantName is required, or TenantId" },
        { "https://identity.example/v3", static _ => { }, "store.UserName is required*store.Password is required*store.TenantName" },
        { $"https://:{Secret}@identity.example/v2.0", static o => (o.UserId, o.TenantName) = ("u1", "shop"), "store.UserName is required" },
        { Full, static o => (o.TenantName, o.AuthVersion) = ("shop", 1), "store.AuthVersion must be 2 or 3" },
        { Full, static o => (o.TenantName, o.AuthVersion) = ("shop", 4), "store.AuthVersion must be 2 or 3" },
        { "https://identity.example/v3", static o => o.ApplicationCredentialId = "c1", "store.ApplicationCredentialSecret is required" },
        { "https://identity.example/v3", static o => o.ApplicationCredentialSecret = Secret, "store.ApplicationCredentialId is required" },
        { "https://identity.example/v3", static o => (o.ApplicationCredentialName, o.ApplicationCredentialSecret) = ("c", Secret), "store.UserName is required with ApplicationCredentialName" },
        { "https://identity.example/v2.0", static o => (o.ApplicationCredentialId, o.ApplicationCredentialSecret) = ("c1", Secret), "store.ApplicationCredentialSecret cannot be used with AuthVersion 2" },
        { Full, static o => (o.TenantName, o.ResponseTimeout) = ("shop", TimeSpan.Zero), "store.ResponseTimeout must be" },
        { Full, static o => (o.TenantName, o.CertificateAuthorityFile) = ("shop", "/no/such/ca.pem"), "store.CertificateAuthorityFile" },
    };

    public static TheoryData<string, Action<SwiftProbeOptions>> Complete => new()
    {
        { Full, static o => o.TenantId = "t1" },
        { $"https://:{Secret}@identity.example/v3", static o => (o.UserId, o.TenantName) = ("u1", "shop") },
        { "https://probe@identity.example/v2.0", static o => (o.Password, o.TenantName) = (Secret, "shop") },
        { "https://identity.example/v3", static o => (o.ApplicationCredentialId, o.ApplicationCredentialSecret) = ("c1", Secret) },
        { "https://probe@identity.example", static o => (o.ApplicationCredentialName, o.ApplicationCredentialSecret) = ("c", Secret) },
        { Full, static o => (o.TenantName, o.ApplicationCredentialId) = ("shop", "c1") },
    };

    [Theory]
    [MemberData(nameof(Incomplete))]
    public void Start_Incomplete_NamesTheOptionAndNoSecret(string target, Action<SwiftProbeOptions> configure, string says) =>
        SwiftCheck.StartFails(target, configure).Should().Match($"*{says}*").And.NotContain(Secret);

    [Theory]
    [MemberData(nameof(Complete))]
    public async Task Start_Complete_IsTaken(string target, Action<SwiftProbeOptions> configure)
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeSwift(target, configure: configure));

        host.Services.GetRequiredService<IStartupValidator>().Invoking(static start => start.Validate()).Should().NotThrow();
    }

    [Fact]
    public async Task Start_OptionsAddedLater_CountAsWell()
    {
        await using FakeKeystone keystone = await FakeKeystone.StartAsync(Secret);
        await using var host = new ProbeHost(builder =>
        {
            builder.AddPhilaeSwift(keystone.Server.Url("/v3", $"probe:{Secret}"), "store");
            builder.Services.Configure<SwiftProbeOptions>("store", static options => options.TenantName = "shop");
        });

        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().BeNull();
    }

    [Fact]
    public void Defaults_ResponseTimeout_IsWithinTheDeadline() => new SwiftProbeOptions().ResponseTimeout.Should().Be(TimeSpan.FromSeconds(2));

    [Fact]
    public void Login_AsText_HoldsNoSecret() => Swift3.ToString().Should().Contain("identity.example").And.NotContain(Secret);

    private static HealthChecks.Swift.SwiftLogin Swift3 =>
        HealthChecks.Swift.SwiftLogin.Parse(Full, "target").With(new() { ApplicationCredentialId = "c1", ApplicationCredentialSecret = Secret });
}
