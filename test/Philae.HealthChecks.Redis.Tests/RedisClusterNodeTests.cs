using System.Net;

namespace Philae.HealthChecks.Redis.Tests;

public sealed class RedisClusterNodeTests
{
    private static readonly EndPoint Asked = new DnsEndPoint("asked", 7000);

    [Theory]
    [InlineData("id 10.0.0.1:7000@17000 myself,master - 0 1 2 connected 0-5460", "10.0.0.1:7000", null, true, 5461)]
    [InlineData("id 10.0.0.1:7000@17000 master - 0 1 2 connected 1 3-4 9", "10.0.0.1:7000", null, true, 4)]
    [InlineData("id 10.0.0.1:7000@17000 myself,master - 0 1 2 connected 0-9 [77->-other] [93-<-other]", "10.0.0.1:7000", null, true, 10)]
    [InlineData("id 10.0.0.1:7000 master - 0 1 2 connected", "10.0.0.1:7000", null, true, 0)]
    [InlineData("id 10.0.0.1:7000@17000,redis-1.example slave,fail other 0 1 2 disconnected", "10.0.0.1:7000", "redis-1.example:7000", false, 0)]
    [InlineData("id 10.0.0.1:7000@17000,,tls-port=0,shard-id=x slave other 0 1 2 connected", "10.0.0.1:7000", null, false, 0)]
    [InlineData("id ::1:7000@17000 master,fail? - 0 1 2 connected 5", "[::1]:7000", null, true, 1)]
    [InlineData("id :7000@17000 myself,master - 0 0 2 connected 5", "Unspecified/asked:7000", null, true, 1)]
    public void Parse_Line_IsTheNode(string line, string address, string? name, bool isPrimary, int slots)
    {
        RedisClusterNode node = RedisClusterNode.Parse(line + "\n", Asked).Should().ContainSingle().Which;

        node.Address.ToString().Should().Be(address);
        node.Name?.ToString().Should().Be($"Unspecified/{name}");
        (node.Name is null).Should().Be(name is null);
        node.IsPrimary.Should().Be(isPrimary);
        node.Slots.Should().Be(slots);
    }

    [Fact]
    public void Parse_NodeWithoutAnAddressOrStillUnknown_IsLeftOut() => RedisClusterNode.Parse(
        "a :0@0 slave,fail,noaddr other 0 1 2 disconnected\nb 10.0.0.1:7000@17000 handshake - 0 1 2 connected\n", Asked).Should().BeEmpty();

    [Theory]
    [InlineData("OK")]
    [InlineData("id 10.0.0.1:port@17000 master - 0 1 2 connected")]
    [InlineData("id 10.0.0.1:7000@17000 master - 0 1 2 connected all")]
    public void Parse_SomethingElse_Throws(string text)
    {
        Action parse = () => RedisClusterNode.Parse(text, Asked);

        parse.Should().Throw<FormatException>();
    }
}
