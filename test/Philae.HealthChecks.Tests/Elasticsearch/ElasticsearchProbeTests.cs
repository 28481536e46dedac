using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.Elasticsearch;

public sealed class ElasticsearchProbeTests : HttpServerTests
{
    private const string Failed = "fail to get elasticsearch info: ";

    [Fact]
    public async Task Check_OpenSearch_IsHealthy()
    {
        Server.On("/", 200, ElasticsearchAnswers.OpenSearch);

        (await ErrorAsync(Server.Url())).Should().BeNull();
    }

    [Fact]
    public async Task Check_BehindAPath_AsksThere()
    {
        Server.On("/search/", 200, ElasticsearchAnswers.Elasticsearch);

        (await ErrorAsync(Server.Url("/search/"))).Should().BeNull();
    }

    [Theory]
    [InlineData(300, "unexpected response")]
    [InlineData(401, "authentication failed")]
    [InlineData(403, "access denied")]
    [InlineData(404, "not found")]
    [InlineData(429, "unavailable")]
    [InlineData(503, "unavailable")]
    public async Task Check_Status_IsNamedByItsReason(int status, string reason)
    {
        Server.On("/", status, ElasticsearchAnswers.Elasticsearch);

        (await ErrorAsync(Server.Url())).Should().Be(Failed + reason);
    }

    [Fact]
    public async Task Check_CredentialsInTheUrl_AreSent() =>
        (await AuthorizationAsync(Server.Url(userInfo: "user:p%40ss"))).Should().Be(Basic("user:p@ss"));

    [Fact]
    public async Task Check_CredentialsInTheOptions_GoBeforeThoseInTheUrl() =>
        (await AuthorizationAsync(Server.Url(userInfo: "user:pass"), options => (options.UserName, options.Password) = ("other", "word"))).Should().Be(Basic("other:word"));

    [Fact]
    public async Task Check_ApiKey_IsSentInPlaceOfThem() =>
        (await AuthorizationAsync(Server.Url(userInfo: "user:pass"), options => options.ApiKey = "aWQ6a2V5")).Should().Be("ApiKey aWQ6a2V5");

    [Fact]
    public async Task Check_RedirectToAnotherPort_TakesNoCredentialsAlong()
    {
        await using HttpServer other = (await HttpServer.StartAsync()).On("/", 200, ElasticsearchAnswers.Elasticsearch);
        Server.Redirect("/", other.Url());

        (await ErrorAsync(Server.Url(), static options => options.ApiKey = "aWQ6a2V5")).Should().BeNull();

        other.Requests.Single().Authorization.Should().BeNull();
    }

    [Fact]
    public async Task Check_VerificationSkipped_TakesAnyCertificate()
    {
        using var certificate = new TestCertificate("other.example", expired: true);
        await using HttpServer server = (await HttpServer.StartAsync(certificate)).On("/", 200, ElasticsearchAnswers.Elasticsearch);

        (await ErrorAsync(server.Url(), options => options.SkipCertificateVerification = true)).Should().BeNull();
        (await ErrorAsync(server.Url())).Should().Be(Failed + "tls handshake failed");
    }

    [Theory]
    [InlineData("k\r\ney")]
    [InlineData("id key")]
    [InlineData("")]
    [InlineData("schlüssel")]
    public void Start_ApiKeyCannotBeSent_NamesTheOptionAndNotTheKey(string key) =>
        StartFails(options => options.ApiKey = key).Should().Contain("search.ApiKey").And.NotContain(key.Length > 0 ? key : "\0");

    [Fact]
    public void Start_ApiKeyAndPassword_NamesBoth() =>
        StartFails(options => (options.ApiKey, options.Password) = ("k", "s3cr3t")).Should().Contain("search.ApiKey").And.Contain("Password").And.NotContain("s3cr3t");

    [Fact]
    public void Start_VerificationSkippedAndTrustGiven_NamesThem()
    {
        StartFails(options => (options.SkipCertificateVerification, options.Tls) = (true, new())).Should().Contain("search.SkipCertificateVerification");
        StartFails(options => (options.SkipCertificateVerification, options.HttpClientName) = (true, "client")).Should().Contain("search.SkipCertificateVerification");
    }

    [Fact]
    public async Task Defaults_ResponseTimeout_IsTwoSeconds()
    {
        await using var host = new ProbeHost(builder => builder.AddPhilaeElasticsearch(Server.Url()));

        host.Services.GetRequiredService<IOptionsMonitor<ElasticsearchProbeOptions>>().Get("elasticsearch").ResponseTimeout.Should().Be(TimeSpan.FromSeconds(2));
    }

    private static string Basic(string credentials) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));

    private static string StartFails(Action<ElasticsearchProbeOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddHealthChecks().AddPhilaeElasticsearch("http://search.example/", "search", configure: configure);
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IStartupValidator>().Invoking(static start => start.Validate()).Should().Throw<OptionsValidationException>().Which.Message;
    }

    private async Task<string?> AuthorizationAsync(string target, Action<ElasticsearchProbeOptions>? configure = null)
    {
        Server.On("/", 200, ElasticsearchAnswers.Elasticsearch);
        await ErrorAsync(target, configure);
        return Server.Requests.Single().Authorization;
    }

    private static async Task<string?> ErrorAsync(string target, Action<ElasticsearchProbeOptions>? configure = null)
    {
        await using var host = new ProbeHost(
            builder => builder.AddPhilaeElasticsearch(target, configure: options =>
            {
                options.ConnectTimeout = HttpCheck.Never;
                configure?.Invoke(options);
            }),
            new FakeTimeProvider());
        return await HttpCheck.ErrorAsync(host);
    }
}
