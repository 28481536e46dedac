using Philae.HealthChecks.Http;

namespace Philae.HealthChecks.Tests.Http;

public sealed class HttpTargetTests
{
    [Theory]
    [InlineData("http://[fe80::1%25lo]:81/a%25b?c=%25", "fe80::1%lo", "/a%25b?c=%25")]
    [InlineData("http://[::1]/a%25b", "::1", "/a%25b")]
    [InlineData("http://user:pass%25word@host/[a]%25b", "host", "/[a]%25b")]
    public void Parse_PercentSigns_AreDecodedInTheZoneOfAnAddressAlone(string target, string host, string pathAndQuery)
    {
        HttpTarget parsed = HttpTarget.Parse(target, "target");

        parsed.Url.DnsSafeHost.Should().Be(host);
        parsed.Url.PathAndQuery.Should().Be(pathAndQuery);
    }
}
