using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.Engine;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>What a probe finds wrong with its options when the host starts is said in the words of all configuration errors.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("http://host", "ExpectedStatusCode", "7", "must be from 100 to 599, or null.")]
    [InlineData("http://host", "ConnectTimeout", "00:00:00", "must be from 1 millisecond to 1 day.")]
    [InlineData("philae+http://host", "ResponseTimeout", "2.00:00:00", "must be from 1 millisecond to 1 day.")]
    [InlineData("philae+http://host", "Headers:Content-Type", "x", "'Content-Type' is not a request header, or its value has characters that no header may have.", "Headers")]
    [InlineData("https://host", "CertificateAuthorityFile", "/no/ca.pem", "no certificate can be read from '/no/ca.pem'.")]
    [InlineData("https://host", "ClientCertificateFile", "/no/it.pem", "no certificate and unencrypted key that belong together can be read from '/no/it.pem'.")]
    [InlineData("https://host", "ClientKeyFile", "/no/key.pem", "is the key of a ClientCertificateFile, which is missing.")]
    [InlineData("elasticsearch+http://host", "ApiKey", "a b", "is not a key in its encoded form, base64 of id:key.")]
    [InlineData("swift+http://u:p@host:5000/v3", "AuthVersion", "4", "must be 2 or 3, or null (OS_IDENTITY_API_VERSION, OS_AUTH_VERSION).", "AuthVersion", "TenantName")]
    [InlineData("swift+http://u@host:5000/v3", "TenantName", "t", "is required (OS_PASSWORD, or in the URL).", "Password")]
    [InlineData("github:", "BaseAddress", "ftp://host", "must be an absolute http or https address without user name, path and query.")]
    [InlineData("sample:healthy", "Delay", "2.00:00:00", "must be zero or from 1 millisecond to 1 day.")]
    [InlineData("sample:healthy", "Error", "", "is required.")]
    [InlineData("redis://cache", "CertificateAuthorityFile", "/no/ca.pem", "there is no file '/no/ca.pem'.")]
    [InlineData("postgres://db", "CommandText", "", "is required.")]
    [InlineData("mysql://db", "CommandText", "", "must not be empty; null means the protocol's ping.")]
    [InlineData("mongodb://db", "Database", "a.b", "must not be empty or have a dot in it.")]
    [InlineData("mongodb://db", "CertificateAuthorityFile", "/no/ca.pem", "there is no file '/no/ca.pem'.")]
    [InlineData("etcd+https://a", "Key", "", "must not be empty.")]
    [InlineData("etcd+https://a", "CertificateAuthorityFile", "/no/ca.pem", "there is no file '/no/ca.pem'.")]
    [InlineData("etcd+https://a", "ClientKeyFile", "/no/key.pem", "goes together with ClientKeyFile: set both or neither.", "ClientCertificateFile")]
    [InlineData("docker+tcp://host", "ClientCertificateFile", "/no/it.pem", "there is no file '/no/it.pem'.")]
    public async Task Start_OptionThatCannotBe_NamesItsPath(string url, string key, string value, string says, string? path = null, string? needs = null)
    {
        (string, string?)[] keys = needs is null ? [(key, value)] : [(key, value), (needs, "x")];
        await using ProbeHost host = Configured.Host(Configured.Probe(url, keys));

        Action start = host.Services.GetRequiredService<IStartupValidator>().Validate;

        start.Should().ThrowExactly<OptionsValidationException>().Which.Message.Should().Be($"Philae:Probes:it:{path ?? key}: {says}");
    }

    [Theory]
    [InlineData("http://a", "http")]
    [InlineData("tcp://a:1", "tcp")]
    [InlineData("redis:a", "redis")]
    [InlineData("rediss-sentinel://a/main", "redis")]
    [InlineData("postgres://a", "postgresql")]
    [InlineData("mariadb://a", "mysql")]
    [InlineData("mongodb://a", "mongodb")]
    [InlineData("etcd+https://a:1", "etcd")]
    [InlineData("docker+tcp://a:1", "docker")]
    public async Task Kind_OfAProbe_IsThePackagesWord(string url, string kind)
    {
        await using ProbeHost host = Configured.Host(Configured.Probe(url));

        HealthCheckRegistration check = host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single();

        ProbeRegistration.Of(check)!.Kind.Should().Be(kind);
    }

    [Fact]
    public async Task Start_SeveralProbesThatCannotBe_IsOneExceptionThatNamesEachOnce()
    {
        await using ProbeHost host = Configured.Host(Configured.Section(
            ("Probes:a:Url", "http://host"), ("Probes:a:ResponseTimeout", "00:00:00"), ("Probes:b:Url", "redis://b"), ("Probes:b:CertificateAuthorityFile", "/no/ca.pem")));

        Action start = host.Services.GetRequiredService<IStartupValidator>().Validate;

        start.Should().ThrowExactly<OptionsValidationException>().Which.Failures.Should().Equal(
            "Philae:Probes:a:ResponseTimeout: must be from 1 millisecond to 1 day.",
            "Philae:Probes:b:CertificateAuthorityFile: there is no file '/no/ca.pem'.");
    }
}
