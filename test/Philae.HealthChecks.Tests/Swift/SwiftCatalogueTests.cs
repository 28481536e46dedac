using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.Tests.Http;

namespace Philae.HealthChecks.Tests.Swift;

/// <summary>Which answers of the identity service are healthy.</summary>
public sealed class SwiftCatalogueTests : HttpServerTests
{
    private const string Unexpected = SwiftCheck.Failed + "unexpected response";
    private const string Missing = SwiftCheck.Failed + "not found";
    private const string Secret = ProbeConformance.Secret;

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("R1", null)]
    [InlineData("r1", Missing)]
    [InlineData("R2", Missing)]
    [InlineData("R3", Missing)]
    [InlineData("R4", Missing)]
    public async Task Check_Region_HasAPublicObjectStore(string? region, string? error)
    {
        await using FakeKeystone keystone = await FakeKeystone.StartAsync(Secret);

        foreach (string path in (string[])["/v3", "/v2.0"])
        {
            (await SwiftCheck.ErrorAsync(keystone.Server.Url(path, $"probe:{Secret}"), options => options.Region = region)).Should().Be(error, path);
        }
    }

    [Theory]
    [InlineData("""{"interface":"public","region_id":"R1","url":"http://a"}""", null)]
    [InlineData("""{"interface":"public","region":"R1","url":"http://a"}""", null)]
    [InlineData("""{"interface":"public","region":"R2","region_id":"R2","url":"http://a"}""", Missing)]
    [InlineData("""{"interface":"public","url":"http://a"}""", Missing)]
    [InlineData("""{"interface":"public","region":null,"url":"http://a"}""", Missing)]
    [InlineData("""{"interface":"internal","region":"R1","url":"http://a"}""", Missing)]
    [InlineData("""{"interface":"admin","region":"R1","url":"http://a"}""", Missing)]
    [InlineData("""{"region":"R1","url":"http://a"}""", Missing)]
    [InlineData("""{"interface":"public","region":"R1"}""", Missing)]
    [InlineData("""{"interface":"public","region":"R1","url":""}""", Missing)]
    [InlineData("""{"interface":"public","region":"R1","url":null}""", Missing)]
    [InlineData("""{"interface":"public","region":"R1","url":1}""", Unexpected)]
    public async Task Check_Endpoint_IsPublicAndOfTheRegion(string endpoint, string? error)
    {
        Server.On(FakeKeystone.Path3, 201, $$$"""{"token":{"catalog":[{"type":"object-store","endpoints":[]},{"type":"object-store","endpoints":[{{{endpoint}}}]}]}}""");

        (await SwiftCheck.ErrorAsync(Server.Url("/v3", "a:b"), options => options.Region = "R1")).Should().Be(error);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("""[{"type":"compute","endpoints":[{"interface":"public","url":"http://a"}]}]""")]
    public async Task Check_CatalogueWithoutAnObjectStore_IsNotFound(string catalogue)
    {
        Server.On(FakeKeystone.Path3, 201, $$$"""{"token":{"catalog":{{{catalogue}}}}}""");

        (await SwiftCheck.ErrorAsync(Server.Url("/v3", "a:b"))).Should().Be(Missing);
    }

    [Theory]
    [InlineData("""{"access":{"token":{"id":"t"}}}""", Unexpected)]
    [InlineData("""{"access":{"serviceCatalog":{}}}""", Unexpected)]
    [InlineData("""{"access":{"serviceCatalog":[]}}""", Missing)]
    [InlineData("""{"access":{"serviceCatalog":[{"type":"object-store"}]}}""", Unexpected)]
    [InlineData("""{"access":{"serviceCatalog":[{"type":"object-store","endpoints":[{"region":"R1"}]}]}}""", Missing)]
    [InlineData("""{"access":{"serviceCatalog":[{"type":"compute","endpoints":[{"region":"R1","publicURL":"http://a"}]}]}}""", Missing)]
    [InlineData("""{"token":{"catalog":[{"type":"object-store","endpoints":[{"interface":"public","url":"http://a"}]}]}}""", Unexpected)]
    public async Task Check_Version2WithoutAPublicObjectStore_NamesTheReason(string body, string error)
    {
        Server.On(FakeKeystone.Path2, 200, body);

        (await SwiftCheck.ErrorAsync(Server.Url("/v2.0", "a:b"))).Should().Be(error);
    }

    [Theory]
    [InlineData("/v3")]
    [InlineData("/v2.0")]
    public async Task Check_WrongPassword_IsAuthenticationFailedAndShownNowhere(string path)
    {
        await using FakeKeystone keystone = await FakeKeystone.StartAsync("another");
        await using ProbeHost host = SwiftCheck.Host(keystone.Server.Url(path, $"probe:{Secret}"));

        var report = await host.Prober.CheckAsync();

        ProbeHost.Reason(report).Should().Be("probe check failed: unable to authenticate: authentication failed");
        keystone.Logins.Should().ContainSingle("nothing is tried a second time").Which.Should().Contain(Secret);
        foreach (ReportDetail detail in Enum.GetValues<ReportDetail>())
        {
            ProbeHost.Json(report, options => options.Detail = detail).Should().NotContain(Secret, "the server sends it back");
        }

        host.Log.ToString().Should().NotContain(Secret);
    }

    [Theory]
    [InlineData(300, "unexpected response")]
    [InlineData(304, "unexpected response")]
    [InlineData(400, "unexpected response")]
    [InlineData(403, "access denied")]
    [InlineData(404, "not found")]
    [InlineData(410, "not found")]
    [InlineData(429, "unavailable")]
    [InlineData(503, "unavailable")]
    public async Task Check_Status_IsNamedByItsReason(int status, string reason)
    {
        Server.On(FakeKeystone.Path3, status, status == 304 ? "" : FakeKeystone.Catalogue3);

        (await SwiftCheck.ErrorAsync(Server.Url("/v3", "a:b"))).Should().Be(SwiftCheck.Failed + reason);
    }
}
