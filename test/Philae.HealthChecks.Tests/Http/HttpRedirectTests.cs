using Philae.HealthChecks.Http;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Tests.Http;

public sealed class HttpRedirectTests : HttpServerTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Check_Redirect_IsFollowed(int status)
    {
        Server.Redirect("/from", Server.Url("/to"), status).On("/to", 500);

        (await HttpCheck.ErrorAsync(Server.Url("/from"))).Should().Be("Invalid return code: 500 Internal Server Error");
        Server.Requests.Should().OnlyContain(request => request.Method == "GET");
    }

    [Theory]
    [InlineData("to?a=b%2Fc", "/deep/to?a=b%2Fc")]
    [InlineData("../to", "/to")]
    [InlineData("/to", "/to")]
    [InlineData("//127.0.0.1:{port}/to", "/to")]
    [InlineData("?again", "/deep/from?again")]
    public async Task Check_RelativeLocation_IsTakenFromWhereItCame(string location, string asked)
    {
        Server.Redirect("/deep/from", location.Replace("{port}", $"{Server.Port}", StringComparison.Ordinal)).On("/to", 200).On("/deep/to", 200);

        await HttpCheck.ErrorAsync(Server.Url("/deep/from"));

        Server.Requests.ElementAt(1).Target.Should().Be(asked);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(304)]
    public async Task Check_OtherThreeHundredWithLocation_IsTheAnswer(int status)
    {
        Server.Redirect("/", "/to", status);

        (await HttpCheck.ErrorAsync(Server.Url())).Should().BeNull();
        Server.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData(10, null)]
    [InlineData(11, "Unable to send request: unexpected response")]
    public async Task Check_ManyRedirects_EndsAfterTen(int redirects, string? error)
    {
        for (int hop = 0; hop < redirects; hop++)
        {
            Server.Redirect($"/{hop}", $"/{hop + 1}");
        }

        Server.On($"/{redirects}", 200);

        (await HttpCheck.ErrorAsync(Server.Url("/0"))).Should().Be(error);
        Server.Requests.Should().HaveCount(11);
    }

    [Fact]
    public async Task Check_RedirectLoop_IsAnUnexpectedResponse()
    {
        Server.Redirect("/", "/");

        (await HttpCheck.ErrorAsync(Server.Url())).Should().Be("Unable to send request: unexpected response");
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://")]
    [InlineData("//")]
    [InlineData("http://127.0.0.1:99999/")]
    public async Task Check_LocationThatCannotBeAskedFor_IsAnUnexpectedResponse(string location)
    {
        Server.Redirect("/", location);

        (await HttpCheck.ErrorAsync(Server.Url())).Should().Be("Unable to send request: unexpected response");
    }

    // As for curl and browsers: scheme, host and port.
    [Theory]
    [InlineData("http://a/x", "http://a/y", true)]
    [InlineData("http://a/x", "http://A:80/y", true)]
    [InlineData("https://a/x", "https://a:443/y?z", true)]
    [InlineData("http://bücher.example/x", "http://xn--bcher-kva.example/y", true)]
    [InlineData("http://[::1]:8080/x", "http://[0:0::1]:8080/y", true)]
    [InlineData("http://a/x", "http://a:8080/y", false)]
    [InlineData("https://a/x", "https://a:80/y", false)]
    [InlineData("http://a/x", "https://a/y", false)]
    [InlineData("http://a:8080/x", "https://a:8080/y", false)]
    [InlineData("https://a:443/x", "http://a:443/y", false)]
    [InlineData("http://a/x", "http://b/y", false)]
    [InlineData("http://a/x", "http://a.b/y", false)]
    [InlineData("http://localhost/x", "http://127.0.0.1/y", false)]
    public void RedirectedTo_Origin_DecidesWhatGoesAlong(string from, string to, bool sameOrigin)
    {
        var call = new HttpCall(new Uri(from)) { Authorization = HttpCall.Basic("user", "pass"), Headers = [new("X-Api-Key", "key")], Via = "id", ExpectedStatusCode = 204 };

        HttpCall redirected = call.RedirectedTo(new Uri(to));

        redirected.Url.Should().Be(new Uri(to));
        (redirected.Authorization is not null).Should().Be(sameOrigin);
        redirected.Headers.Any().Should().Be(sameOrigin);
        (redirected.Via, redirected.ExpectedStatusCode).Should().Be(("id", 204));
    }

    [Fact]
    public async Task Check_RedirectToAnotherPortOfTheSameHost_IsFollowedWithoutTheCredentials()
    {
        await using HttpServer other = (await HttpServer.StartAsync()).On("/", 200);
        Server.Redirect("/", other.Url());

        (await HttpCheck.ErrorAsync(Server.Url(userInfo: "user:pass"))).Should().BeNull();
        Server.Requests.Single().Authorization.Should().StartWith("Basic ");
        other.Requests.Single().Authorization.Should().BeNull();
    }

    [Fact]
    public async Task Check_RedirectToHttpsOnTheSameHost_IsFollowedWithoutTheCredentials()
    {
        using var certificate = new TestCertificate();
        await using HttpServer secure = (await HttpServer.StartAsync(certificate)).On("/", 200);
        Server.Redirect("/", secure.Url());

        string? error = await HttpCheck.ErrorAsync(Server.Url(userInfo: "user:pass"), options => options.Tls = HttpTlsTests.Trust(certificate));

        error.Should().BeNull();
        secure.Requests.Single().Authorization.Should().BeNull();
    }

    [Fact]
    public async Task Check_RedirectFromHttpsToHttp_IsFollowedWithoutTheCredentials()
    {
        using var certificate = new TestCertificate();
        await using HttpServer secure = (await HttpServer.StartAsync(certificate)).Redirect("/", Server.Url());
        Server.On("/", 200);

        string? error = await HttpCheck.ErrorAsync(secure.Url(userInfo: "user:pass"), options => options.Tls = HttpTlsTests.Trust(certificate));

        error.Should().BeNull();
        Server.Requests.Single().Authorization.Should().BeNull();
    }
}
