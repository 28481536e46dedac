using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using MongoDB.Driver;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.MongoDb.Tests;

public sealed class MongoDbTlsTests : IAsyncDisposable
{
    private const string Failed = "probe check failed: Unable to contact server: tls handshake failed";
    private readonly TestCertificate _certificate = new();
    private readonly FakeMongoServer _server;

    public MongoDbTlsTests() => _server = FakeMongoServer.Started("hc", ProbeConformance.Secret, _certificate);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
    }

    [Theory]
    [InlineData("ssl=true", "127.0.0.1")]
    [InlineData("tls=true", "localhost")]
    public async Task Check_TheRightAuthority_IsHealthy(string query, string host) =>
        (await ReasonAsync(Url(_server, query, host), options => options.CertificateAuthorityFile = _certificate.AuthorityFile)).Should().BeNull();

    [Theory]
    [InlineData("tls=true&tlsCAFile={0}", null)]
    [InlineData("tls=true&tlsInsecure=true", null)]
    [InlineData("tls=true&tlsAllowInvalidCertificates=true", null)]
    [InlineData("tls=true&sslValidate=false", null)]
    [InlineData("tls=true&tlsAllowInvalidCertificates=false", Failed)]
    public async Task Check_OtherClientsWordsForTrust_AreFollowed(string query, string? reason) =>
        (await ReasonAsync(Url(_server, query.Replace("{0}", _certificate.AuthorityFile, StringComparison.Ordinal)))).Should().Be(reason);

    [Fact]
    public async Task Check_UnknownAuthority_IsAFailedHandshake() => (await ReasonAsync(Url(_server, "ssl=true"))).Should().Be(Failed);

    [Fact]
    public async Task Check_AnotherAuthority_IsAFailedHandshake()
    {
        using var other = new TestCertificate();

        (await ReasonAsync(Url(_server, "ssl=true"), options => options.CertificateAuthorityFile = other.AuthorityFile)).Should().Be(Failed);
    }

    [Theory]
    [InlineData("elsewhere.example.com", false)]
    [InlineData("localhost", true)]
    public async Task Check_CertificateOfAnotherHostOrExpired_IsAFailedHandshake(string name, bool expired)
    {
        using var certificate = new TestCertificate(name, expired);
        await using var server = FakeMongoServer.Started("hc", ProbeConformance.Secret, certificate);

        (await ReasonAsync(Url(server, "ssl=true"), options => options.CertificateAuthorityFile = certificate.AuthorityFile)).Should().Be(Failed);
    }

    [Fact]
    public async Task Check_VerificationTurnedOff_IsHealthy() => (await ReasonAsync(Url(_server, "ssl=true&tlsInsecure=true"))).Should().BeNull();

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "probe check failed: Unable to contact server: unavailable")] // .NET's server says nothing; OpenSSL's does, see MongoDbFailureTests
    public async Task Check_ServerWantsACertificate_IsHealthyWithOne(bool given, string? reason)
    {
        await using var server = FakeMongoServer.Started("hc", ProbeConformance.Secret, _certificate, wantsClientCertificate: true);

        (await ReasonAsync(Url(server, "ssl=true"), options =>
        {
            options.CertificateAuthorityFile = _certificate.AuthorityFile;
            options.ConfigureClient = settings => settings.SslSettings = new SslSettings { ClientCertificates = given ? [_certificate.Certificate] : [] };
        })).Should().Be(reason);
    }

    [Fact]
    public async Task Check_ServerWithoutTls_IsAFailedHandshake()
    {
        await using var server = FakeMongoServer.Started("hc", ProbeConformance.Secret);

        (await ReasonAsync(Url(server, "ssl=true"))).Should().Be(Failed);
    }

    [Fact]
    public async Task Check_TlsNotAskedForAndWanted_IsUnavailable() =>
        (await ReasonAsync(Url(_server, ""))).Should().Be("probe check failed: Unable to contact server: unavailable");

    [Fact]
    public void Add_FileWithoutACertificate_IsSaidAtStart()
    {
        var services = new ServiceCollection();
        services.AddHealthChecks().AddPhilaeMongoDb("mongodb://host", configure: options => options.CertificateAuthorityFile = _certificate.KeyFile);
        using ServiceProvider provider = services.BuildServiceProvider();

        provider.Invoking(built => built.GetRequiredService<IStartupValidator>().Validate())
            .Should().Throw<OptionsValidationException>().WithMessage($"*mongodb.CertificateAuthorityFile: no certificate can be read from '{_certificate.KeyFile}'.*");
    }

    [Fact]
    public async Task Check_FileSpoiltAndRenewed_IsReadAtTheNextConnection()
    {
        using var other = new TestCertificate();
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb(
            Url(_server, "ssl=true"), configure: options => options.CertificateAuthorityFile = other.AuthorityFile));
        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be(Failed);

        await File.WriteAllTextAsync(other.AuthorityFile, "no certificate");
        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be("probe check failed: Unable to contact server: not configured");

        File.Copy(_certificate.AuthorityFile, other.AuthorityFile, overwrite: true);
        ProbeHost.Reason(await host.Prober.CheckAsync()).Should().BeNull();
    }

    private static string Url(FakeMongoServer server, string query, string host = "127.0.0.1") =>
        $"mongodb://hc:{ProbeConformance.Secret}@{host}:{server.Port}/?{query}".TrimEnd('?');

    private static async Task<string?> ReasonAsync(string target, Action<MongoDbProbeOptions>? configure = null)
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeMongoDb(target, configure: configure));
        HealthReport report = await host.Prober.CheckAsync();
        $"{report.Entries.Single().Value.Exception} {host.Log}".Should().NotContain(ProbeConformance.Secret);
        return ProbeHost.Reason(report);
    }
}
