using Microsoft.AspNetCore.Http;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Http;

public sealed class HttpStatusTests : HttpServerTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(302)]
    [InlineData(399)]
    public async Task Check_GoodStatus_IsHealthy(int status)
    {
        Server.On("/", status);

        (await HttpCheck.ErrorAsync(Server.Url())).Should().BeNull();
    }

    [Theory]
    [InlineData(400, "Invalid return code: 400 Bad Request")]
    [InlineData(403, "Invalid return code: 403 Forbidden: access denied")]
    [InlineData(404, "Invalid return code: 404 Not Found: not found")]
    [InlineData(410, "Invalid return code: 410 Gone: not found")]
    [InlineData(500, "Invalid return code: 500 Internal Server Error")]
    [InlineData(503, "Invalid return code: 503 Service Unavailable")]
    [InlineData(599, "Invalid return code: 599")]
    public async Task Check_BadStatus_NamesIt(int status, string error)
    {
        Server.On("/", status);

        (await HttpCheck.ErrorAsync(Server.Url())).Should().Be(error);
    }

    [Fact]
    public async Task Check_ExpectedStatusComes_IsHealthy()
    {
        Server.On("/", 418);

        (await HttpCheck.ErrorAsync(Server.Url(), options => options.ExpectedStatusCode = 418)).Should().BeNull();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(200)]
    public async Task Check_AnotherStatusThanExpected_NamesBoth(int status)
    {
        Server.On("/", status);

        (await HttpCheck.ErrorAsync(Server.Url(), options => options.ExpectedStatusCode = 400))
            .Should().Be($"Unexpected status code: {status} (expected: 400)");
    }

    [Fact]
    public async Task Check_RefusedWhereAnotherStatusIsExpected_NamesTheReason()
    {
        Server.On("/", 401);

        (await HttpCheck.ErrorAsync(Server.Url(), options => options.ExpectedStatusCode = 204))
            .Should().Be("Unexpected status code: 401 (expected: 204): authentication failed");
    }

    [Fact]
    public async Task Check_RedirectExpected_IsNotFollowed()
    {
        Server.Redirect("/", "/elsewhere", 301);

        (await HttpCheck.ErrorAsync(Server.Url(), options => options.ExpectedStatusCode = 301)).Should().BeNull();
        Server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Check_ServersOwnPhrase_IsNotPublished()
    {
        await using var server = new RawServer(async (stream, stop) =>
        {
            await RawServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.1 500 password=hunter2\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
        });

        (await HttpCheck.ErrorAsync($"http://127.0.0.1:{server.Port}/")).Should().Be("Invalid return code: 500 Internal Server Error");
    }

    [Fact]
    public async Task Check_Recovers_IsHealthyAgain()
    {
        Server.On("/", StatusCodes.Status503ServiceUnavailable);
        await using var host = HttpCheck.Host(Server.Url());
        string? down = await HttpCheck.ErrorAsync(host);
        Server.On("/", StatusCodes.Status200OK);

        (await HttpCheck.ErrorAsync(host)).Should().BeNull();
        down.Should().NotBeNull();
    }
}
