using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.Etcd.Tests;

public sealed class EtcdTargetTests
{
    [Theory]
    [InlineData("etcd:2379")]
    [InlineData("127.0.0.1")]
    [InlineData("ftp://etcd")]
    [InlineData("http://")]
    [InlineData("http://user:s3cret@")]
    [InlineData("http://etcd:0")]
    [InlineData("http://etcd:65536")]
    [InlineData("http://etcd:port")]
    [InlineData("http://et cd")]
    [InlineData("http://etcd/path")]
    [InlineData("http://etcd?key=s3cret")]
    [InlineData("http://user:s3/cret@etcd")]
    [InlineData("http://user:s3,cret@etcd")]
    [InlineData("http://user:s3@cret@et@cd:x")]
    [InlineData("http://a,")]
    [InlineData(",http://a")]
    [InlineData("http://a,,http://b")]
    [InlineData("http://a,b")]
    [InlineData("http://user:s3cret@a,http://user:other@b")]
    [InlineData("http://user:s3cret@a,http://other:s3cret@b")]
    public void Add_BadTarget_IsNamedAndNotQuoted(string target)
    {
        Action add = () => new ServiceCollection().AddHealthChecks().AddPhilaeEtcd(target);

        ArgumentException exception = add.Should().Throw<ArgumentException>().WithParameterName("target").Which;
        $"{exception}".Should().NotContain("cret").And.NotContain("s3");
        exception.InnerException.Should().BeNull();
    }

    [Theory]
    [InlineData("http://{0},http://{0}")]
    [InlineData("http://user:pw@{0}, http://{0}")]
    [InlineData("http://{0} , http://user:pw@{0}")]
    [InlineData("http://user:pw@{0},http://user:pw@{0}")]
    [InlineData("HTTP://{0}/")]
    public async Task Check_GoodTarget_IsRead(string target)
    {
        await using FakeEtcd server = await FakeEtcd.StartAsync(_ => 0);

        (await EtcdTestExtensions.ReasonAsync(string.Format(null, target, new Uri(server.Url).Authority))).Should().BeNull();
    }

    [Theory]
    [InlineData("http://127.0.0.1", "http://127.0.0.1:2379/")]
    [InlineData("https://etcd.internal", "https://etcd.internal:2379/")]
    [InlineData("https://[::1]:80", "https://[::1]:80/")]
    [InlineData("http://a,https://b:443", "http://a:2379/ https://b/")]
    public void Parse_Target_NamesTheMembers(string target, string members)
    {
        string.Join(' ', EtcdTarget.Parse(target).Members).Should().Be(members);
    }

    [Fact]
    public void Add_NullClient_NamesTheParameter()
    {
        Action add = () => new ServiceCollection().AddHealthChecks().AddPhilaeEtcd(client: null!);

        add.Should().Throw<ArgumentNullException>().WithParameterName("client");
    }
}
