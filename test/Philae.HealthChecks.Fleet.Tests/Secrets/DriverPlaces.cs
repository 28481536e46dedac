using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;
using MySqlConnector;
using Npgsql;
using StackExchange.Redis;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>Where a secret can stand in the probes that have a driver.</summary>
internal static class DriverPlaces
{
    public static IEnumerable<Place> All => [.. Redis, .. PostgreSql, .. MySql, .. MongoDb, .. Etcd];

    private static IEnumerable<Place> Redis =>
    [
        OfRedis("URL, password", static p => p.AddRedis(p.Url("redis", "", $":{p.Secret.Encoded}@"))),
        OfRedis("URL, user and password", static p => p.AddRedis(p.Url("redis", "/0", $"{p.User}:{p.Secret.Encoded}@"))),
        OfRedis("connection string", static p => p.AddRedis($"{p.Address},password={p.Text},ssl={p.Tls}")),
        OfRedis("Sentinel's URL", static p => p.AddRedis(
            $"redis{(p.Tls ? "s" : "")}-sentinel://:{p.Secret.Encoded}@{p.Address}/mymaster")),
        OfRedis("ConfigureClient, with a log", static p => p.AddRedis(p.Url("redis", "", ""), o => (o.Password, o.LoggerFactory) = (p.Text, p.Drivers)))
            with { DriverLogs = true },
        OfRedis("client of the application", static p =>
        {
            p.Builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect($"{p.Address},password={p.Text},ssl={p.Tls},abortConnect=false"));
            p.Builder.AddPhilaeRedis(static services => services.GetRequiredService<IConnectionMultiplexer>(), p.Name, timeout: p.Limit);
        }) with { IsSentAsItIs = false, VagueReason = "unavailable" },
    ];

    private static IEnumerable<Place> PostgreSql =>
    [
        OfPostgreSql("URL, user info", static p => p.Builder.AddPhilaePostgreSql($"{p.PostgreSqlUrl($":{p.Secret.Encoded}")}?{p.SslMode()}", p.Name, timeout: p.Limit)),
        OfPostgreSql("URL, parameter", static p => p.Builder.AddPhilaePostgreSql($"{p.PostgreSqlUrl("")}?password={p.Secret.Encoded}&{p.SslMode()}", p.Name, timeout: p.Limit)),
        OfPostgreSql("connection string", static p => p.Builder.AddPhilaePostgreSql(
            PostgreSqlPairs(p), p.Name, timeout: p.Limit)),
        OfPostgreSql("client of the application", static p =>
        {
            p.Builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(PostgreSqlPairs(p)));
            p.Builder.AddPhilaePostgreSql(static services => services.GetRequiredService<NpgsqlDataSource>(), p.Name, timeout: p.Limit);
        }),
        OfPostgreSql("environment, PGPASSWORD", static p => p.Builder.AddPhilaePostgreSql($"{p.PostgreSqlUrl("")}?{p.SslMode()}", p.Name, timeout: p.Limit))
            with { Environment = static p => [("PGPASSWORD", p.Text)] },
    ];

    private static IEnumerable<Place> MySql =>
    [
        OfMySql("URL, user info", static p => p.Builder.AddPhilaeMySql($"mysql://hc:{p.Secret.Encoded}@{p.Address}/?{p.MySqlMode()}", p.Name, timeout: p.Limit)),
        OfMySql("URL, parameter", static p => p.Builder.AddPhilaeMySql($"mysql://hc@{p.Address}/?password={p.Secret.Encoded}&{p.MySqlMode()}", p.Name, timeout: p.Limit)),
        OfMySql("connection string", static p => p.Builder.AddPhilaeMySql(
            MySqlPairs(p), p.Name, timeout: p.Limit)),
        OfMySql("client of the application", static p =>
        {
            p.Builder.Services.AddSingleton(_ => new MySqlDataSource(MySqlPairs(p)));
            p.Builder.AddPhilaeMySql(static services => services.GetRequiredService<MySqlDataSource>(), p.Name, timeout: p.Limit);
        }),
    ];

    private static IEnumerable<Place> MongoDb =>
    [
        new("mongodb: URL, user info", static p => p.AddMongoDb($"{p.User}:{p.Secret.Encoded}@")),
        new("mongodb: ConfigureClient, with a log", static p => p.AddMongoDb("", settings =>
            (settings.Credential, settings.LoggingSettings) = (MongoCredential.CreateCredential("admin", p.User, p.Text), new LoggingSettings(p.Drivers, 10_000)))),
        new("mongodb: client of the application", static p =>
        {
            string limit = $"serverSelectionTimeoutMS={(int)(p.Limit.TotalMilliseconds / 2)}";
            p.Builder.Services.AddSingleton<IMongoClient>(_ => new MongoClient($"{p.MongoDbUrl($"{p.User}:{p.Secret.Encoded}@")}&{limit}"));
            p.Builder.AddPhilaeMongoDb(static services => services.GetRequiredService<IMongoClient>(), p.Name, timeout: p.Limit);
        }),
    ];

    private static IEnumerable<Place> Etcd =>
    [
        new("etcd: URL, user info", static p => p.Builder.AddPhilaeEtcd(p.Url("http", "", $"{p.User}:{p.Secret.Encoded}@"), p.Name, timeout: p.Limit)),
        new("etcd: Password", static p => p.Builder.AddPhilaeEtcd(
            p.Url("http", "", ""), p.Name, timeout: p.Limit, configure: o => (o.UserName, o.Password) = (p.User, p.Text))),
    ];

    private static Place OfRedis(string name, Action<Planting> add) => new("redis: " + name, add) { IsSentAsItIs = true };

    private static Place OfPostgreSql(string name, Action<Planting> add) => new("postgresql: " + name, add) { HasTls = false };

    private static Place OfMySql(string name, Action<Planting> add) => new("mysql: " + name, add) { HasTls = false, ServerSpeaksFirst = true };

    private static void AddRedis(this Planting p, string target, Action<ConfigurationOptions>? configure = null) =>
        p.Builder.AddPhilaeRedis(target, p.Name, timeout: p.Limit, configure: o => o.ConfigureClient = configure);

    private static string PostgreSqlUrl(this Planting p, string password) => $"postgres://postgres{password}@{p.Address}/postgres";

    private static string SslMode(this Planting p) => p.Tls ? "sslmode=verify-full" : "sslmode=disable";

    private static string MySqlMode(this Planting p) => p.Tls ? "ssl-mode=VERIFY_IDENTITY" : "ssl-mode=DISABLED";

    private static void AddMongoDb(this Planting p, string userInfo, Action<MongoClientSettings>? configure = null) => p.Builder.AddPhilaeMongoDb(
        p.MongoDbUrl(userInfo), p.Name, timeout: p.Limit, configure: o => o.ConfigureClient = configure);

    private static string MongoDbUrl(this Planting p, string userInfo) => $"mongodb://{userInfo}{p.Address}/?ssl={(p.Tls ? "true" : "false")}";

    private static string PostgreSqlPairs(Planting p) =>
        Pairs(("Host", p.Host), ("Port", p.Port), ("Username", "postgres"), ("Password", p.Text), ("SSL Mode", p.Tls ? "VerifyFull" : "Disable"));

    private static string MySqlPairs(Planting p) =>
        Pairs(("Server", p.Host), ("Port", p.Port), ("User ID", "hc"), ("Password", p.Text), ("SSL Mode", p.Tls ? "VerifyFull" : "None"));

    private static string Pairs(params (string Key, object Value)[] pairs)
    {
        var text = new DbConnectionStringBuilder();
        foreach ((string key, object value) in pairs)
        {
            text[key] = value;
        }

        return text.ConnectionString;
    }
}
