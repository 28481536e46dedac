using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>A scheme registers the very probe that the call in code does.</summary>
public sealed class SchemeTests
{
    private static readonly Dictionary<string, Action<IHealthChecksBuilder>> Calls = new()
    {
        ["http://u:p@host/ping?a=1"] = static checks => checks.AddPhilaeHttp("http://u:p@host/ping?a=1", "it"),
        ["HTTPS://host"] = static checks => checks.AddPhilaeHttp("HTTPS://host", "it"),
        ["tcp://smtp.internal:25"] = static checks => checks.AddPhilaeTcp("smtp.internal:25", "it"),
        ["tcp://[::1]:25"] = static checks => checks.AddPhilaeTcp("[::1]:25", "it"),
        ["philae+http://host/_health"] = static checks => checks.AddPhilaeService("http://host/_health", "it"),
        ["philae+https://u:p@host/_health"] = static checks => checks.AddPhilaeService("https://u:p@host/_health", "it"),
        ["nsq://nsqd"] = static checks => checks.AddPhilaeNsq("nsqd", name: "it"),
        ["nsq://[::1]:4161"] = static checks => checks.AddPhilaeNsq("::1", 4161, "it"),
        ["nsq+https://nsqd"] = static checks => checks.AddPhilaeNsq("nsqd", 4152, "it", configure: static options => options.UseTls = true),
        ["elasticsearch+http://host:9200"] = static checks => checks.AddPhilaeElasticsearch("http://host:9200", "it"),
        ["elasticsearch+https://u:p@host:9200/es"] = static checks => checks.AddPhilaeElasticsearch("https://u:p@host:9200/es", "it"),
        ["swift+http://u:p@host:5000/v3"] = static checks => checks.AddPhilaeSwift("http://u:p@host:5000/v3", "it"),
        ["swift+https://u:p@host:5000/v2.0"] = static checks => checks.AddPhilaeSwift("https://u:p@host:5000/v2.0", "it"),
        ["github:"] = static checks => checks.AddPhilaeGitHub("it"),
        ["gitlab:"] = static checks => checks.AddPhilaeGitLab("it"),
        ["statusio:51f6f2088643809b7200000d"] = static checks => checks.AddPhilaeStatusIO("51f6f2088643809b7200000d", "it"),
        ["sample:healthy"] = static checks => checks.AddPhilaeSample(true, "it"),
        ["sample:unhealthy"] = static checks => checks.AddPhilaeSample(false, "it"),
        ["redis://:p@cache:6379/1"] = static checks => checks.AddPhilaeRedis("redis://:p@cache:6379/1", "it"),
        ["rediss://cache,other:6380"] = static checks => checks.AddPhilaeRedis("rediss://cache,other:6380", "it"),
        ["redis-sentinel://a,b/main/2"] = static checks => checks.AddPhilaeRedis("redis-sentinel://a,b/main/2", "it"),
        ["rediss-sentinel://a/main"] = static checks => checks.AddPhilaeRedis("rediss-sentinel://a/main", "it"),
        ["redis:cache:6380,password=p"] = static checks => checks.AddPhilaeRedis("cache:6380,password=p", "it"),
        ["postgres:Host=db;Username=u;Password=p"] = static checks => checks.AddPhilaePostgreSql("Host=db;Username=u;Password=p", "it"),
        ["postgresql:Host=/var/run/postgresql;Username=u"] = static checks => checks.AddPhilaePostgreSql("Host=/var/run/postgresql;Username=u", "it"),
        ["mysql:Server=db;User ID=u;Password=p"] = static checks => checks.AddPhilaeMySql("Server=db;User ID=u;Password=p", "it"),
        ["mariadb:Server=/run/mysqld/mysqld.sock;Protocol=unix;User ID=u"] =
            static checks => checks.AddPhilaeMySql("Server=/run/mysqld/mysqld.sock;Protocol=unix;User ID=u", "it"),
        ["postgres://u:p@db/orders"] = static checks => checks.AddPhilaePostgreSql("postgres://u:p@db/orders", "it"),
        ["postgresql://u:p@db:5433/orders?sslmode=require"] = static checks => checks.AddPhilaePostgreSql("postgresql://u:p@db:5433/orders?sslmode=require", "it"),
        ["mysql://u:p@db/orders"] = static checks => checks.AddPhilaeMySql("mysql://u:p@db/orders", "it"),
        ["mariadb://u:p@db:3307"] = static checks => checks.AddPhilaeMySql("mariadb://u:p@db:3307", "it"),
        ["postgis://u:p@db/orders"] = static checks => checks.AddPhilaePostgreSql("postgis://u:p@db/orders", "it"),
        ["mysql2://u:p@db/orders"] = static checks => checks.AddPhilaeMySql("mysql2://u:p@db/orders", "it"),
        ["valkey://:p@cache"] = static checks => checks.AddPhilaeRedis("valkey://:p@cache", "it"),
        ["valkeys://:p@cache"] = static checks => checks.AddPhilaeRedis("valkeys://:p@cache", "it"),
        ["redis+sentinel://a/main"] = static checks => checks.AddPhilaeRedis("redis+sentinel://a/main", "it"),
        ["rediss+sentinel://a/main"] = static checks => checks.AddPhilaeRedis("rediss+sentinel://a/main", "it"),
        ["redis+socket:///run/redis.sock"] = static checks => checks.AddPhilaeRedis("redis+socket:///run/redis.sock", "it"),
        ["mongodb://u:p@db/orders?timeout=5s"] = static checks => checks.AddPhilaeMongoDb("mongodb://u:p@db/orders?timeout=5s", "it"),
        ["mongodb+srv://u:p@db.example/orders"] = static checks => checks.AddPhilaeMongoDb("mongodb+srv://u:p@db.example/orders", "it"),
        ["etcd+http://u:p@a:2379"] = static checks => checks.AddPhilaeEtcd("http://u:p@a:2379", "it"),
        ["etcd+https://a:2379,https://b:2379"] = static checks => checks.AddPhilaeEtcd("https://a:2379,https://b:2379", "it"),
        ["docker+unix:///var/run/docker.sock"] = static checks => checks.AddPhilaeDocker("unix:///var/run/docker.sock", "it"),
        ["docker+tcp://host:2375"] = static checks => checks.AddPhilaeDocker("tcp://host:2375", "it"),
        ["docker+http://host:2375"] = static checks => checks.AddPhilaeDocker("http://host:2375", "it"),
        ["docker+https://host:2376"] = static checks => checks.AddPhilaeDocker("https://host:2376", "it"),
        ["docker:"] = static checks => checks.AddPhilaeDocker(name: "it"),
    };

    public static TheoryData<string> Urls => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task Add_Url_RegistersWhatTheCallInCodeDoes(string url)
    {
        // Swift asks for more than its URL can say, in configuration as in code.
        (string, string?)[] keys = url.StartsWith("swift", StringComparison.Ordinal) ? [("TenantName", "project")] : [];
        Action<IHealthChecksBuilder> call = keys.Length == 0
            ? Calls[url]
            : checks => checks.AddPhilaeSwift(url["swift+".Length..], "it", configure: static options => options.TenantName = "project");
        await using var direct = new ProbeHost(checks => call(checks));
        await using ProbeHost configured = Configured.Host(Configured.Probe(url, keys));

        Portrait.Of(configured).Should().Be(Portrait.Of(direct));
    }

    [Fact]
    public void Calls_EverySchemeOfEveryPackage_IsAmongThem()
    {
        IEnumerable<string> schemes = Configured.All(new PhilaeProbeSchemes()).All.Keys;

        // What the environment says of Swift has tests of its own, as it needs the environment.
        schemes.Except(["swift:"]).Should().OnlyContain(scheme => Calls.Keys.Any(url => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData("github:", "gitlab:")]
    [InlineData("http://host", "http://host:81")]
    [InlineData("nsq://nsqd", "nsq+https://nsqd:4151")]
    [InlineData("redis://:p@cache", "rediss://:p@cache")]
    [InlineData("etcd+http://a", "etcd+http://b")]
    [InlineData("sample:healthy", "sample:unhealthy")]
    public async Task Portrait_OfDifferentProbes_Differs(string url, string other)
    {
        await using ProbeHost one = Configured.Host(Configured.Probe(url));
        await using ProbeHost two = Configured.Host(Configured.Probe(other));

        Portrait.Of(one).Should().NotBe(Portrait.Of(two));
    }

    [Fact]
    public async Task Add_EveryKey_RegistersWhatTheCallInCodeDoes()
    {
        using var certificate = new TestCertificate();
        await using var direct = new ProbeHost(checks => checks.AddPhilaeHttp(
            "https://host", "it", HealthStatus.Degraded, ["ready", "b"], TimeSpan.FromSeconds(4), options =>
            {
                options.MaxAge = TimeSpan.FromSeconds(1);
                options.UnhealthyMaxAge = TimeSpan.FromMilliseconds(500);
                options.FailureThreshold = 2;
                options.SuccessThreshold = 3;
                options.ConnectTimeout = TimeSpan.FromSeconds(5);
                options.ResponseTimeout = TimeSpan.FromSeconds(6);
                options.ExpectedStatusCode = 204;
                options.UserName = "u";
                options.Password = "p";
                options.CertificateAuthorityFile = certificate.AuthorityFile;
            }));
        await using ProbeHost configured = Configured.Host(Configured.Section(
            """
            { "Philae": { "Probes": { "it": {
                "Url": "https://host", "FailureStatus": "degraded", "Tags": ["ready", "b"], "Timeout": "00:00:04",
                "MaxAge": "00:00:01", "UnhealthyMaxAge": "00:00:00.5", "FailureThreshold": 2, "successThreshold": "3",
                "ConnectTimeout": "00:00:05", "ResponseTimeout": "00:00:06", "ExpectedStatusCode": 204,
                "UserName": "u", "Password": "p", "CertificateAuthorityFile": "$file" } } } }
            """.Replace("$file", certificate.AuthorityFile, StringComparison.Ordinal)));

        Portrait.Of(configured).Should().Be(Portrait.Of(direct));
    }
}
