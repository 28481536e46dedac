using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Philae.HealthChecks;

namespace Snippets;

/// <summary>The C# of README.md and of the core packages' own: a test holds each of its blocks against these lines.</summary>
public static class ReadmeSnippets
{
    public static void Use(WebApplicationBuilder builder, WebApplication app)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeRedis("redis://:secret@cache:6379")
            .AddPhilaeHttp("https://payments.internal/ping", name: "payments")
            .AddPhilaeProbe<OrderQueue>("queue", (queue, ct) => queue.PingAsync(ct));

        app.MapPhilaeHealthChecks(); // GET /_health
    }

    public static void Core(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaeHttp("https://payments.internal/ping", name: "payments")
            .AddPhilaeTcp("smtp.internal:25")
            .AddPhilaeProbe<OrderQueue>("queue", (queue, ct) => queue.PingAsync(ct));
    }

    public static void Table(IHealthChecksBuilder checks) => checks
        .AddPhilaeHttp("https://user:password@host/ping", configure: o => o.ExpectedStatusCode = 204)
        .AddPhilaeTcp("smtp.internal:25")
        .AddPhilaeRedis("redis://:password@host:6379/0")
        .AddPhilaePostgreSql("postgres://user:password@host:5432/database")
        .AddPhilaeMySql("mysql://user:password@host:3306/database")
        .AddPhilaeMongoDb("mongodb://user:password@host:27017/database?ssl=true&timeout=5s")
        .AddPhilaeEtcd("https://user:password@host:2379,https://host2:2379")
        .AddPhilaeDocker("unix:///var/run/docker.sock")
        .AddPhilaeService("https://user:password@orders.internal/_health")
        .AddPhilaeNsq("nsqd.internal")
        .AddPhilaeElasticsearch("https://user:password@host:9200")
        .AddPhilaeGitHub()
        .AddPhilaeGitLab()
        .AddPhilaeStatusIO("51f6f2088643809b7200000d")
        .AddPhilaeSample(healthy: false, configure: o => o.Error = "out of coffee")
        .AddPhilaeProbe("disk", ct => CheckDiskAsync(ct));

    public static void OwnClient(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddPhilaePostgreSql(services => services.GetRequiredService<NpgsqlDataSource>(), name: "orders-db");
    }

    public static void Switch(WebApplication app)
    {
        app.MapHealthChecks("/healthz", new HealthCheckOptions { ResponseWriter = PhilaeResponseWriter.WriteAsync });
    }

    public static void Own(WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddPhilaeProbe<OrderQueue>("queue", (queue, ct) => queue.PingAsync(ct));
        builder.Services.AddHealthChecks().AddPhilaeProbe(new DiskProbe("/", bytes: 1_000_000_000), tags: ["ready"]);
    }

    public static async Task<HealthReport[]> WithoutHttpAsync(IServiceProvider services)
    {
        HealthReport report = await services.GetRequiredService<PhilaeProber>().CheckAsync();
        HealthReport one = await services.GetRequiredService<PhilaeProber>().CheckOneAsync("redis");
        return [report, one];
    }

    public static void Endpoint(WebApplication app)
    {
        app.MapPhilaeHealthChecks("/_health", options =>
        {
            options.Port = 8081;                                          // answers there and is not found elsewhere; all ports by default
            options.Details = PhilaeDetails.WhenAuthorized("operators");  // the probes for them, the verdict for all; Always by default
            options.AllowSelection = true;                                // by default only where the endpoint demands authorization
            options.Tags.Add("critical");                                 // or Predicate; all by default
            options.Ready.Path = "/readyz";                               // Live, Ready, Startup: Path and Tags
            options.ResultStatusCodes[HealthStatus.Unhealthy] = 200;      // as go-philae
            options.Report.ErrorFormat = ErrorFormat.Comment;             // Nested (default), Text, Comment
            options.Report.Detail = ReportDetail.ExceptionText;           // Reasons (default), ExceptionText: for development
        });
    }

    private static Task CheckDiskAsync(CancellationToken ct) => Task.Delay(0, ct);
}
