using System.Text;

namespace Philae.HealthChecks.Tests.Http;

public sealed class HttpCredentialsTests : HttpServerTests
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Server.On("/", 200);
    }

    [Fact]
    public async Task Check_NoCredentials_SendsNone()
    {
        await HttpCheck.ErrorAsync(Server.Url());

        Server.Requests.Single().Authorization.Should().BeNull();
    }

    [Theory]
    [InlineData("user:pass", "user:pass")]
    [InlineData("user", "user:")]
    [InlineData(":pass", ":pass")]
    [InlineData("us%40er:p%2Fa%3As%23s%25%20%C3%A9", "us@er:p/a:s#s% é")]
    [InlineData("user:p@ss", "user:p@ss")]
    public async Task Check_CredentialsInTheUrl_AreSentDecodedAtOnce(string userInfo, string sent)
    {
        await HttpCheck.ErrorAsync(Server.Url(userInfo: userInfo));

        Server.Requests.Single().Authorization.Should().Be(Basic(sent));
    }

    [Fact]
    public async Task Check_CredentialsInTheOptions_AreSentAsTheyAre()
    {
        await HttpCheck.ErrorAsync(Server.Url(), options => (options.UserName, options.Password) = ("us%40er", "pä:ss"));

        Server.Requests.Single().Authorization.Should().Be(Basic("us%40er:pä:ss"));
    }

    [Theory]
    [InlineData("other", "secret", "other:secret")]
    [InlineData("other", null, "other:pass")]
    [InlineData(null, "secret", "user:secret")]
    public async Task Check_CredentialsInBoth_TakesTheOptions(string? userName, string? password, string sent)
    {
        await HttpCheck.ErrorAsync(Server.Url(userInfo: "user:pass"), options => (options.UserName, options.Password) = (userName, password));

        Server.Requests.Single().Authorization.Should().Be(Basic(sent));
    }

    [Fact]
    public async Task Check_Refused401_NamesTheStatusAndTheReason()
    {
        Server.On("/", 401);

        (await HttpCheck.ErrorAsync(Server.Url(userInfo: "user:wrong"))).Should().Be("Invalid return code: 401 Unauthorized: authentication failed");
        Server.Requests.Should().ContainSingle("nothing is tried a second time");
    }

    [Fact]
    public async Task Check_RedirectOnTheSameHost_KeepsThem()
    {
        Server.Redirect("/from", "/");

        await HttpCheck.ErrorAsync(Server.Url("/from", "user:pass"));

        Server.Requests.Select(request => request.Authorization).Should().Equal(Basic("user:pass"), Basic("user:pass"));
    }

    [Fact]
    public async Task Check_RedirectToAnotherHostAndBack_DropsThemForGood()
    {
        Server.Redirect("/from", Server.Url("/there", host: "localhost"));
        Server.Redirect("/there", "/still-there").Redirect("/still-there", Server.Url("/"));

        (await HttpCheck.ErrorAsync(Server.Url("/from", "user:pass"))).Should().BeNull();

        Server.Requests.Select(request => request.Authorization).Should().Equal(Basic("user:pass"), null, null, null);
    }

    [Fact]
    public async Task Check_CredentialsInALocation_AreNotSent()
    {
        Server.Redirect("/from", Server.Url("/", "planted:pass"));

        await HttpCheck.ErrorAsync(Server.Url("/from"));

        Server.Requests.Select(request => request.Authorization).Should().Equal(null, null);
    }

    private static string Basic(string credentials) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));
}
