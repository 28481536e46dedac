using System.Globalization;
using HealthChecks.UI.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Philae.HealthChecks.Benchmarks;

/// <summary>A request from the endpoint to the last byte, without a server and a connection around it.</summary>
[MemoryDiagnoser]
public class WholeReportBenchmarks
{
    private readonly List<WebApplication> _apps = [];
    private Func<Task> _philae = null!;
    private Func<Task> _philaeMaxAge = null!;
    private Func<Task> _microsoft = null!;
    private Func<Task> _xabaril = null!;

    [Params(1, 10, 100)]
    public int Probes { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _philae = Endpoint(Probe, static app => app.MapPhilaeHealthChecks());
        _philaeMaxAge = Endpoint(Probe, static app => app.MapPhilaeHealthChecks(), TimeSpan.FromDays(1));
        _microsoft = Endpoint(Check, static app => app.MapHealthChecks("/_health"));
        _xabaril = Endpoint(Check, static app => app.MapHealthChecks("/_health", new HealthCheckOptions { ResponseWriter = UIResponseWriter.WriteHealthCheckUIResponse }));
    }

    [Benchmark]
    public Task Philae() => _philae();

    [Benchmark]
    public Task PhilaeMaxAge() => _philaeMaxAge();

    [Benchmark(Baseline = true)]
    public Task Microsoft() => _microsoft();

    [Benchmark]
    public Task Xabaril() => _xabaril();

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        foreach (WebApplication app in _apps)
        {
            await app.DisposeAsync();
        }
    }

    private static void Probe(IHealthChecksBuilder health, string name) => health.AddPhilaeProbe(new TrivialCheck(name));

    private static void Check(IHealthChecksBuilder health, string name) => health.AddCheck(name, new TrivialCheck(name));

    private Func<Task> Endpoint(Action<IHealthChecksBuilder, string> add, Action<WebApplication> map, TimeSpan maxAge = default)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<PhilaeOptions>(options => options.MaxAge = maxAge);
        IHealthChecksBuilder health = builder.Services.AddHealthChecks();
        for (int i = 0; i < Probes; i++)
        {
            add(health, string.Create(CultureInfo.InvariantCulture, $"probe-{i}"));
        }

        WebApplication app = builder.Build();
        _apps.Add(app);
        map(app);
        RequestDelegate handle = ((IEndpointRouteBuilder)app).DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
            .First(static endpoint => endpoint.RoutePattern.RawText == "/_health").RequestDelegate!;
        return () =>
        {
            var context = new DefaultHttpContext { RequestServices = app.Services };
            context.Request.Method = HttpMethods.Get;
            return handle(context);
        };
    }
}
