using dotnet_etcd.interfaces;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Driver;
using Npgsql;
using Philae.HealthChecks;
using StackExchange.Redis;

namespace Snippets;

/// <summary>The C# of docs/migration.md.</summary>
public static class MigrationSnippets
{
    public static void FromGoPhilae(IHealthChecksBuilder checks, IProbe probe, string url, string u, string p) => checks
        .AddPhilaeProbe(probe)
        .AddPhilaeDocker("unix:///var/run/docker.sock", "docker")
        .AddPhilaeElasticsearch(url, "search", configure: o => o.SkipCertificateVerification = true)
        .AddPhilaeElasticsearch(url, "search", configure: o => o.CertificateAuthorityFile = "ca.pem")
        .AddPhilaeEtcd(services => services.GetRequiredService<IEtcdClient>(), "etcd")
        .AddPhilaeProbe<OrderQueue>("queue", (queue, ct) => queue.PingAsync(ct))
        .AddPhilaeGitHub("github")
        .AddPhilaeGitLab("gitlab")
        .AddPhilaeHttp(url, "web")
        .AddPhilaeHttp(url, "web", configure: o => (o.UserName, o.Password) = (u, p))
        .AddPhilaeHttp(url, "web", configure: o => o.ExpectedStatusCode = 204)
        .AddPhilaeHttp(url, "web", configure: o => o.ResponseValidator = CheckBodyAsync)
        .AddPhilaeHttp(url, "web", configure: o => o.ResponseTimeout = TimeSpan.FromSeconds(5))
        .AddPhilaeHttp(url, "web", configure: o => o.CertificateAuthorityFile = "ca.pem")
        .AddPhilaeMongoDb(url, "mongo")
        .AddPhilaeMySql(url, "mysql")
        .AddPhilaeNsq("host", 4151, "nsq")
        .AddPhilaeNsq("host", 4152, "nsq", configure: o => o.UseTls = true)
        .AddPhilaePostgreSql(url, "db")
        .AddPhilaeService(url, "orders")
        .AddPhilaeService(url, "orders", configure: o => (o.UserName, o.Password) = (u, p))
        .AddPhilaeRedis("redis://:password@host:6379", "redis")
        .AddPhilaeRedis(url, "redis")
        .AddPhilaeSample(healthy: true, name: "sample")
        .AddPhilaeSample(healthy: true, name: "sample", configure: o => o.Delay = TimeSpan.FromSeconds(2))
        .AddPhilaeStatusIO("51f6f2088643809b7200000d", "supplier")
        .AddPhilaeSwift(name: "swift")
        .AddPhilaeSwift("https://identity/v2.0", "swift", configure: o => (o.Region, o.TenantName, o.UserName, o.Password) = ("R1", "t", u, p))
        .AddPhilaeSwift("https://identity/v3", "swift", configure: o => (o.Region, o.TenantId, o.UserDomainName, o.UserName, o.Password) = ("R1", "t", "d", u, p))
        .AddPhilaeTcp("host:25", "smtp")
        .AddPhilaeTcp("host:25", "smtp", timeout: TimeSpan.FromSeconds(2));

    public static void FromXabaril(IHealthChecksBuilder checks, string url) => checks
        .AddPhilaeRedis("cache:6379,password=secret")
        .AddPhilaeRedis(services => services.GetRequiredService<IConnectionMultiplexer>())
        .AddPhilaePostgreSql("Host=db;Username=hc;Password=secret")
        .AddPhilaePostgreSql(services => services.GetRequiredService<NpgsqlDataSource>())
        .AddPhilaeMySql("Server=db;User ID=hc;Password=secret")
        .AddPhilaePostgreSql("Host=db;Username=hc", configure: o => o.CommandText = "select 1 from orders")
        .AddPhilaeMySql("Server=db;User ID=hc", configure: o => o.CommandText = "select 1 from orders")
        .AddPhilaeMongoDb("mongodb://hc:secret@db")
        .AddPhilaeMongoDb(services => services.GetRequiredService<IMongoClient>())
        .AddPhilaeElasticsearch(url)
        .AddPhilaeHttp(url, "web")
        .AddPhilaeTcp("smtp.internal:25");

    private static Task CheckBodyAsync(Stream body, CancellationToken cancellationToken) => Task.CompletedTask;
}
