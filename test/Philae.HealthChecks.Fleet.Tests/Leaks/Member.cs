using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Fleet.Tests.Leaks;

/// <summary>One kind of probe: how a server of its kind is started, and how a probe of one on a port of 127.0.0.1 is registered.</summary>
internal sealed record Member(Func<Task<WellServer>> StartAsync, Action<IHealthChecksBuilder, int, string, TimeSpan> Add)
{
    private const string Secret = ProbeConformance.Secret;

    private static readonly (string, int, string)[] StatusPages =
    [
        ("/api/v2/status.json", 200, """{"status":{"indicator":"none","description":"well"}}"""),
        ("/1.0/status/abc", 200, """{"result":{"status_overall":{"status":"well","status_code":100}}}"""),
    ];

    public static Dictionary<string, Member> All { get; } = new()
    {
        ["http"] = new(() => WellServer.HttpAsync("/", "OK"), (checks, port, name, timeout) =>
            checks.AddPhilaeHttp($"http://127.0.0.1:{port}/", name, timeout: timeout)),
        ["tcp"] = new(WellServer.TcpAsync, (checks, port, name, timeout) =>
            checks.AddPhilaeTcp($"127.0.0.1:{port}", name, timeout: timeout)),
        ["service"] = new(() => WellServer.HttpAsync("/_health", """{"healthy":true,"probes":[],"error":null}"""), (checks, port, name, timeout) =>
            checks.AddPhilaeService($"http://127.0.0.1:{port}/_health", name, timeout: timeout)),
        ["nsq"] = new(() => WellServer.HttpAsync("/ping", "OK"), (checks, port, name, timeout) =>
            checks.AddPhilaeNsq("127.0.0.1", port, name, timeout: timeout)),
        ["elasticsearch"] = new(() => WellServer.HttpAsync("/", """{"name":"n","version":{"number":"8.15.0"}}"""), (checks, port, name, timeout) =>
            checks.AddPhilaeElasticsearch($"http://127.0.0.1:{port}/", name, timeout: timeout)),
        ["status pages"] = new(() => WellServer.HttpAsync(StatusPages), AddStatusPage),
        ["swift"] = new(() => WellServer.HttpAsync(FakeKeystone.Path3, FakeKeystone.Catalogue3, 201), (checks, port, name, timeout) =>
            checks.AddPhilaeSwift($"http://user:{Secret}@127.0.0.1:{port}/v3", name, timeout: timeout, configure: options => options.TenantName = "shop")),
        ["redis"] = new(() => WellServer.LocalAsync(new RedisServer(Secret)), (checks, port, name, timeout) =>
            checks.AddPhilaeRedis($"redis://:{Secret}@127.0.0.1:{port}", name, timeout: timeout)),
        ["postgresql"] = new(WellServer.PostgreSqlAsync, (checks, port, name, timeout) =>
            checks.AddPhilaePostgreSql($"postgres://postgres:{Secret}@127.0.0.1:{port}/postgres", name, timeout: timeout)),
        ["mysql"] = new(WellServer.MariaDbAsync, (checks, port, name, timeout) =>
            checks.AddPhilaeMySql($"mysql://hc:{Secret}@127.0.0.1:{port}/", name, timeout: timeout)),
        ["mongodb"] = new(WellServer.MongoDbAsync, (checks, port, name, timeout) =>
            checks.AddPhilaeMongoDb($"mongodb://hc:{Secret}@127.0.0.1:{port}/", name, timeout: timeout)),
        ["etcd"] = new(() => WellServer.LocalAsync(new EtcdServer()), (checks, port, name, timeout) =>
            checks.AddPhilaeEtcd($"http://127.0.0.1:{port}", name, timeout: timeout)),
        ["docker"] = new(() => WellServer.LocalAsync(new DockerApiServer()), (checks, port, name, timeout) =>
            checks.AddPhilaeDocker($"tcp://127.0.0.1:{port}", name, timeout: timeout)),
    };

    // Two probes of one family, in turn.
    private static void AddStatusPage(IHealthChecksBuilder checks, int port, string name, TimeSpan timeout)
    {
        Action<StatusPageProbeOptions> there = options =>
        {
            options.BaseAddress = new Uri($"http://127.0.0.1:{port}");
            options.MaxAge = TimeSpan.Zero; // a minute by default, and so hardly a check
        };
        _ = int.IsEvenInteger(checks.Services.Count(static service => service.ServiceType == typeof(IProbe)))
            ? checks.AddPhilaeGitHub(name, timeout: timeout, configure: there)
            : checks.AddPhilaeStatusIO("abc", name, timeout: timeout, configure: there);
    }
}
