using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>A Url may refer to one of the application's connection strings.</summary>
public sealed class ConnectionStringTests
{
    private const string Secret = "s3cr3t";

    [Theory]
    [InlineData("ConnectionStrings:cache", "redis://:s3cr3t@cache:6379/1", "redis://:s3cr3t@cache:6379/1")]
    [InlineData("connectionstrings:CACHE", "rediss://cache", "rediss://cache")]
    [InlineData("redis:ConnectionStrings:cache", "cache:6379,password=s3cr3t", "redis:cache:6379,password=s3cr3t")]
    [InlineData("redis:ConnectionStrings:cache", "redis://:s3cr3t@cache", "redis://:s3cr3t@cache")]
    [InlineData("postgresql:ConnectionStrings:orders-db", "Host=db;Username=u;Password=s3cr3t", "postgres:Host=db;Username=u;Password=s3cr3t")]
    [InlineData("mysql:ConnectionStrings:orders", "Server=db;Uid=u;Pwd=s3cr3t", "mysql:Server=db;Uid=u;Pwd=s3cr3t")]
    [InlineData("etcd+ConnectionStrings:kv", "https://u:s3cr3t@kv:2379", "etcd+https://u:s3cr3t@kv:2379")]
    [InlineData("elasticsearch+ConnectionStrings:search", "https://u:s3cr3t@search:9200", "elasticsearch+https://u:s3cr3t@search:9200")]
    [InlineData("ConnectionStrings:docs", " mongodb://u:s3cr3t@db/docs\n", "mongodb://u:s3cr3t@db/docs")]
    public async Task Add_Reference_StandsForTheConnectionString(string url, string text, string meant)
    {
        IConfiguration root = Root(url, (url.Split(':')[^1], text));
        await using var referred = new ProbeHost(checks => checks.AddPhilaeFromConfiguration(root.GetSection("Philae"), static schemes => Configured.All(schemes), root));
        await using ProbeHost direct = Configured.Host(Configured.Probe(meant));

        Portrait.Of(referred).Should().Be(Portrait.Of(direct));
    }

    [Theory]
    [InlineData("ConnectionStrings:cach", "Philae:Probes:it:Url: there is no such connection string. Did you mean 'cache'? Known are cache, db.")]
    [InlineData("redis:ConnectionStrings:", "Philae:Probes:it:Url: there is no such connection string. Known are cache, db.")]
    [InlineData("redis:ConnectionStrings:s3cr3t:x", "Philae:Probes:it:Url: there is no such connection string. Known are cache, db.")]
    [InlineData("ConnectionStrings:db", "Philae:Probes:it:Url (ConnectionStrings:db): must not be empty.")]
    [InlineData("ConnectionStrings:cache", "Philae:Probes:it:Url (ConnectionStrings:cache): not a URL. A driver's own connection string needs *")]
    [InlineData("mysql:ConnectionStrings:cache", "Philae:Probes:it:Url (ConnectionStrings:cache): *")]
    [InlineData("reddis:ConnectionStrings:cache", "Philae:Probes:it:Url (ConnectionStrings:cache): not a URL. *")]
    public void Add_BadReference_NamesUrlAndConnectionString(string url, string says)
    {
        IConfiguration root = Root(url, ("cache", "cache:6379,password=" + Secret), ("db", " "));

        Configured.Refusal(root.GetSection("Philae"), root: root).Should().ContainSingle().Which.Should().Match(says).And.NotContain(Secret);
    }

    [Fact]
    public void Add_ReferenceWithoutAnyConnectionString_SaysSo()
    {
        IConfiguration root = Root("ConnectionStrings:cache");

        Configured.Refusal(root.GetSection("Philae"), root: root).Should().Equal("Philae:Probes:it:Url: there is no such connection string. There are none.");
    }

    [Fact]
    public void Add_ReferenceWithoutTheWholeConfiguration_SaysWhatIsMissing() =>
        Configured.Refusal(Root("redis:ConnectionStrings:cache", ("cache", "cache:6379")).GetSection("Philae")).Should().Equal(
            "Philae:Probes:it:Url: refers to a connection string, which needs the whole configuration: AddPhilaeFromConfiguration(…, root: builder.Configuration).");

    [Fact]
    public async Task Add_UrlThatOnlyHoldsTheWord_IsNoReference()
    {
        await using ProbeHost host = Configured.Host(Configured.Probe("http://host/ConnectionStrings:cache"));

        Portrait.Of(host).Should().Contain("http://host/ConnectionStrings:cache");
    }

    private static IConfigurationRoot Root(string url, params (string Name, string Text)[] connectionStrings) => new ConfigurationBuilder()
        .AddInMemoryCollection([KeyValuePair.Create<string, string?>("Philae:Probes:it:Url", url)])
        .AddInMemoryCollection(connectionStrings.Select(static one => KeyValuePair.Create<string, string?>($"ConnectionStrings:{one.Name}", one.Text))).Build();
}
