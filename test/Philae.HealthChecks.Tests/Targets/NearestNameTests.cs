using Philae.HealthChecks.Targets;

namespace Philae.HealthChecks.Tests.Targets;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["Url", "Tags", "MaxAge", "Timeout", "ExpectedStatusCode", "redis", "rediss", "connect_timeout", "sslmode"];

    [Theory]
    [InlineData("Uri", "Url")]
    [InlineData("url", "Url")]
    [InlineData("reddis", "redis")]
    [InlineData("redsi", "redis")]
    [InlineData("redisss", "rediss")]
    [InlineData("Max-Age", "MaxAge")]
    [InlineData("connectTimeout", "connect_timeout")]
    [InlineData("ssl mode", "sslmode")]
    [InlineData("ExpectedStatus", "ExpectedStatusCode")]
    [InlineData("Tag", "Tags")]
    public void Of_MisspeltName_IsTheOneMeant(string name, string meant)
    {
        NearestName.Of(name, Known).Should().Be(meant);
        NearestName.Hint(name, Known).Should().Be($" Did you mean '{meant}'?");
    }

    [Theory]
    [InlineData("colour")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("port")]
    [InlineData("password")]
    public void Of_NameLikeNone_IsNull(string name)
    {
        NearestName.Of(name, Known).Should().BeNull();
        NearestName.Hint(name, Known).Should().BeEmpty();
    }

    [Fact]
    public void Of_VeryLongName_IsNull() => NearestName.Of(new string('u', 1_000_000), Known).Should().BeNull();

    [Fact]
    public void Of_ExactName_WinsOverANearOne() => NearestName.Of("rediss", Known).Should().Be("rediss");
}
