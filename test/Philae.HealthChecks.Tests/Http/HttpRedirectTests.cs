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

    [Fact]
    public async Task Check_RedirectToHttpsOnTheSameHost_IsFollowedWithTheCredentials()
    {
        using var certificate = new TestCertificate();
        await using HttpServer secure = (await HttpServer.StartAsync(certificate)).On("/", 200);
        Server.Redirect("/", secure.Url());

        string? error = await HttpCheck.ErrorAsync(Server.Url(userInfo: "user:pass"), options => options.Tls = HttpTlsTests.Trust(certificate));

        error.Should().BeNull();
        secure.Requests.Single().Authorization.Should().StartWith("Basic ");
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
