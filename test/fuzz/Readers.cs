using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Fuzz;

internal static class Readers
{
    private static readonly string[] UrlTokens =
    [
        "http://", "https://", "tcp://", "user:s3cr3t@", ":s3cr3t@", "user@", "host", "127.0.0.1", "[::1]", "[fe80::1%25eth0]", "bücher.example", "localhost", ":80", ":0", ":65535", "/", "/0", "/db",
        "?", "&", "password=s3cr3t", "ssl=true", "timeout=5s", "#x", ",host2:1",
    ];

    private static readonly string[] ConnectionTokens =
    [
        "Host=db;", "Server=db;", "Port=1;", "Username=u;", "User Id=u;", "Password=s3cr3t;", "Pwd='s3cr3t';", "Database=d;", "SSL Mode=Require;", "Timeout=5;", "Pooling=false;", "'", "\"", "\"\"", "=", ";", " ",
        ",password=s3cr3t", ",ssl=true", ",abortConnect=false", ",name=x", ",defaultDatabase=2",
    ];

    public static IReadOnlyList<Reader> All { get; } =
    [
        ReportReading.Reader,
        TextReading.Reader,
        new("Philae-Via", typeof(InvalidOperationException), ReadVia, ["", "0f4be02b6ea34a3f9e6c7a7a6f3c2d10", "a, b,c", "a,,b\n, \u00e9"], ["a", "0f4be02b6ea34a3f9e6c7a7a6f3c2d10", ",", ", ", "-", "_"]),
        Target("http", static (builder, target) => builder.AddPhilaeHttp(target), ["https://user:s3cr3t@host:8080/ping?a=b", "http://[::1]/", "http://bücher.example"]),
        Target("tcp", static (builder, target) => builder.AddPhilaeTcp(target), ["smtp.internal:25", "tcp://host:1", "[::1]:25"]),
        Target("service", static (builder, target) => builder.AddPhilaeService(target), ["https://user:s3cr3t@orders.internal/_health"]),
        Target("nsq", static (builder, target) => builder.AddPhilaeNsq(target), ["nsqd.internal", "::1"]),
        Target("elasticsearch", static (builder, target) => builder.AddPhilaeElasticsearch(target), ["https://user:s3cr3t@host:9200"]),
        Target("swift", static (builder, target) => builder.AddPhilaeSwift(target), ["https://user:s3cr3t@host:5000/v3", "https://host/v2.0/"]),
        Target("redis", static (builder, target) => builder.AddPhilaeRedis(target),
            ["redis://:s3cr3t@host:6379/0", "rediss://user:s3cr3t@a,b:1/2", "redis-sentinel://:s3cr3t@a:26379,b/mymaster/0", "127.0.0.1:6379,password=s3cr3t,ssl=true"],
            "redis://", "rediss://", "redis-sentinel://", "/mymaster", ",serviceName=x"),
        Target("postgresql", static (builder, target) => builder.AddPhilaePostgreSql(target),
            ["postgres://user:s3cr3t@host:5432/database?sslmode=require", "postgresql://u:s3cr3t@a,b:1/d", "Host=db;Username=u;Password=s3cr3t;Database=d"], "postgres://", "postgresql://", "sslmode=verify-full", "options=-c%20a%3Db"),
        Target("mysql", static (builder, target) => builder.AddPhilaeMySql(target),
            ["mysql://user:s3cr3t@host:3306/database?ssl-mode=required", "mariadb://u:s3cr3t@h/d", "Server=db;User Id=u;Password=s3cr3t"], "mysql://", "mariadb://", "tls=true"),
        Target("mongodb", static (builder, target) => builder.AddPhilaeMongoDb(target),
            ["mongodb://user:s3cr3t@host:27017/database?ssl=true&timeout=5s", "mongodb+srv://u:s3cr3t@h.example/d", "mongodb://a:1,b:2/?replicaSet=rs"], "mongodb://", "mongodb+srv://", "replicaSet=rs", "authSource=admin"),
        Target("etcd", static (builder, target) => builder.AddPhilaeEtcd(target), ["https://user:s3cr3t@host:2379,https://host2:2379", "host:2379"]),
        Target("docker", static (builder, target) => builder.AddPhilaeDocker(target), ["unix:///var/run/docker.sock", "tcp://host:2376", "https://host", "npipe://./pipe/docker"], "unix://", "npipe://"),
    ];

    private static Reader Target(string name, Action<IHealthChecksBuilder, string> add, string[] seeds, params string[] tokens) =>
        new(name, typeof(ArgumentException), target => add(new ServiceCollection().AddHealthChecks(), target), seeds, [.. UrlTokens, .. ConnectionTokens, .. tokens]);

    // Anything may stand in the header: nothing is refused.
    private static void ReadVia(string header)
    {
        Via via = Via.Parse([header, null, header]);
        string further = via.From("me");
        if (further.Split(", ") is var ids && (ids.Length > Via.MaxDepth + 1 || !Array.TrueForAll(ids, static id => Via.IsId(id)) || !Via.Parse([further]).EndsAt(ids[0], int.MaxValue)))
        {
            throw new BrokenPromiseException($"The way on is not one that can be read: {further}");
        }
    }
}
