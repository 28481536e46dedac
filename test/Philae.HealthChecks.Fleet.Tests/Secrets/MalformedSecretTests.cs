using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>
/// Passwords with a character that should have been encoded, in every driver's targets: each target is refused, or no part of the
/// password leaves as a name to resolve, in the report or in the log.
/// </summary>
public sealed class MalformedSecretTests
{
    private const string Head = "xq7head";
    private const string Tail = "zk9tail";

    private static readonly string[] Separators = ["@", "/", "#", "?", "%", ",", ";", ":", " ", "=", "&", "'", "\"", "[", "]", "\\", "\n", "%0A", "://", ",@", "/@", "?@", "#@", ";@"];

    private static readonly (string Format, Action<IHealthChecksBuilder, string> Add)[] Places =
    [
        ("redis://:{0}@127.0.0.1:1/0", Redis), ("redis://user:{0}@127.0.0.1:1,127.0.0.1:2", Redis), ("redis-sentinel://:{0}@127.0.0.1:1/mymaster", Redis),
        ("unix://:{0}@/nonexistent/redis.sock", Redis), ("redis://127.0.0.1:1?password={0}", Redis),
        ("127.0.0.1:1,password={0}", Redis), ("127.0.0.1:1,password={0},abortConnect=false", Redis), ("127.0.0.1:1,user=u,password={0},defaultDatabase=1", Redis),
        ("postgres://user:{0}@127.0.0.1:1/db", PostgreSql), ("postgresql+psycopg2://user:{0}@127.0.0.1:1,127.0.0.1:2/db?ssl=true", PostgreSql), ("postgres://127.0.0.1:1/db?password={0}", PostgreSql),
        ("Host=127.0.0.1;Port=1;Username=u;Password={0}", PostgreSql), ("Host=127.0.0.1;Port=1;Password={0};Username=u", PostgreSql), ("Password={0};Host=127.0.0.1;Port=1", PostgreSql),
        ("mysql://user:{0}@127.0.0.1:1/db", MySql), ("mysql2://user:{0}@127.0.0.1:1/db?pool=5", MySql), ("mysql://127.0.0.1:1/db?password={0}", MySql),
        ("Server=127.0.0.1;Port=1;User ID=u;Password={0}", MySql), ("Server=127.0.0.1;Port=1;Password={0};User ID=u", MySql),
        ("mongodb://user:{0}@127.0.0.1:1/", MongoDb), ("mongodb://user:{0}@127.0.0.1:1,127.0.0.1:2/db?timeout=1s", MongoDb),
        ("http://user:{0}@127.0.0.1:1", Etcd), ("http://user:{0}@127.0.0.1:1,http://127.0.0.1:2", Etcd), ("http://127.0.0.1:2,http://user:{0}@127.0.0.1:1", Etcd),
        ("tcp://user:{0}@127.0.0.1:1", Docker), ("http://user:{0}@127.0.0.1:1", Docker),
        ("http://user:{0}@127.0.0.1:1/ping", Http), ("http://user:{0}@127.0.0.1:1/_health", Service), ("http://user:{0}@127.0.0.1:1", Elasticsearch),
        ("http://user:{0}@127.0.0.1:1/v3", Swift), ("user:{0}@127.0.0.1:1", Tcp), ("127.0.0.1:1,password={0}", Tcp), ("{0}@127.0.0.1", Nsq),
    ];

    public static TheoryData<string> Formats { get; } = [.. Places.Select(static place => $"{place.Add.Method.Name} {place.Format}")];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Add_PasswordNotEncoded_IsRefusedOrStaysInside(string place)
    {
        (string format, Action<IHealthChecksBuilder, string> add) = Places.Single(it => $"{it.Add.Method.Name} {it.Format}" == place);
        using var names = new ResolvedNames();
        foreach (string secret in Separators.SelectMany(static separator => (string[])[$"{Head}{separator}{Tail}", $"12{separator}{Tail}", $"{Head}{separator}"]))
        {
            string target = format.Replace("{0}", secret, StringComparison.Ordinal);
            ProbeHost host;
            try
            {
                host = new ProbeHost(builder => add(builder, target));
            }
            catch (ArgumentException refusal)
            {
                refusal.Message.Should().NotContainAny([Head, Tail, "\n"], target);
                refusal.ParamName.Should().BeOneOf(["target", "host"], target);
                refusal.InnerException.Should().BeNull(target);
                continue;
            }

            await using (host)
            {
                HealthReport report = await host.Prober.CheckAsync(TestContext.Current.CancellationToken);

                ProbeHost.Json(report, options => options.Detail = ReportDetail.ExceptionText).Should().NotContainAny([Head, Tail], target);
                host.Log.ToString().Should().NotContainAny([Head, Tail], target);
            }
        }

        names.Seen.Should().NotContain(name => name.Contains(Head, StringComparison.OrdinalIgnoreCase) || name.Contains(Tail, StringComparison.OrdinalIgnoreCase));
    }

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private static void Redis(IHealthChecksBuilder builder, string target) => builder.AddPhilaeRedis(target, "p", timeout: Limit);

    private static void PostgreSql(IHealthChecksBuilder builder, string target) => builder.AddPhilaePostgreSql(target, "p", timeout: Limit);

    private static void MySql(IHealthChecksBuilder builder, string target) => builder.AddPhilaeMySql(target, "p", timeout: Limit);

    private static void MongoDb(IHealthChecksBuilder builder, string target) => builder.AddPhilaeMongoDb(target, "p", timeout: Limit);

    private static void Etcd(IHealthChecksBuilder builder, string target) => builder.AddPhilaeEtcd(target, "p", timeout: Limit);

    private static void Docker(IHealthChecksBuilder builder, string target) => builder.AddPhilaeDocker(target, "p", timeout: Limit);

    private static void Http(IHealthChecksBuilder builder, string target) => builder.AddPhilaeHttp(target, "p", timeout: Limit);

    private static void Service(IHealthChecksBuilder builder, string target) => builder.AddPhilaeService(target, "p", timeout: Limit);

    private static void Elasticsearch(IHealthChecksBuilder builder, string target) => builder.AddPhilaeElasticsearch(target, "p", timeout: Limit);

    private static void Swift(IHealthChecksBuilder builder, string target) => builder.AddPhilaeSwift(target, "p", timeout: Limit);

    private static void Tcp(IHealthChecksBuilder builder, string target) => builder.AddPhilaeTcp(target, "p", timeout: Limit);

    private static void Nsq(IHealthChecksBuilder builder, string target) => builder.AddPhilaeNsq(target, 1, "p", timeout: Limit);

    /// <summary>Every name that the process has resolved.</summary>
    private sealed class ResolvedNames : EventListener
    {
        public ConcurrentQueue<string> Seen { get; } = new();

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "System.Net.NameResolution")
            {
                EnableEvents(eventSource, EventLevel.Informational);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            foreach (object? payload in eventData.Payload ?? [])
            {
                Seen.Enqueue($"{payload}");
            }
        }
    }
}
