using KubernetesSample;
using OpenTelemetry.Metrics;
using Philae.HealthChecks;
using ServiceStarts;
using StackExchange.Redis;

return ServiceStart.Run(() =>
{
    var builder = WebApplication.CreateSlimBuilder(args);
    ServiceStart.Quiet(builder.Logging);
    var settings = builder.Configuration.GetSection("Service").Get<ServiceSettings>() ?? new ServiceSettings();
    builder.WebHost.UseUrls($"http://*:{settings.Port}", $"http://*:{settings.ManagementPort}");

    // A service that starts while Redis is away waits for it, unready, instead of crashing.
    var redisOptions = ConfigurationOptions.Parse(settings.Redis);
    redisOptions.AbortOnConnectFail = false;
    redisOptions.BacklogPolicy = BacklogPolicy.FailFast;
    builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(redisOptions));

    builder.Services.AddSingleton(settings).AddSingleton(TimeProvider.System);
    builder.Services.AddSingleton<WarmUp>().AddHostedService(services => services.GetRequiredService<WarmUp>());
    builder.Services.AddSingleton<Worker>().AddHostedService(services => services.GetRequiredService<Worker>());

    builder.Services.AddHealthChecks()
        .AddPhilaeRedis(services => services.GetRequiredService<IConnectionMultiplexer>(), tags: [PhilaeTags.Ready])
        .AddPhilaeProbe<WarmUp>("warm-up", (warmUp, _) => { warmUp.EnsureDone(); return Task.CompletedTask; }, tags: [PhilaeTags.Startup])
        .AddPhilaeProbe<Worker>("worker", (worker, _) => { worker.EnsureMoving(); return Task.CompletedTask; }, tags: [PhilaeTags.Live]);

    builder.Services.Configure<PhilaeOptions>(options =>
    {
        options.Deadline = settings.ReportDeadline;
        options.DrainDelay = settings.DrainDelay;
    });
    builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.ShutdownTimeout);

    builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
        .AddMeter(PhilaeTelemetry.MeterName, "Microsoft.AspNetCore.Hosting")
        .AddPrometheusExporter());

    var app = builder.Build();
    app.MapPhilaeHealthChecks(configure: options => options.Port = settings.ManagementPort);
    app.UseOpenTelemetryPrometheusScrapingEndpoint(
        context => context.Request.Path == "/metrics" && context.Connection.LocalPort == settings.ManagementPort);

    // A client that keeps its connection would keep this pod: while it stops, each answer is the last on its connection.
    app.Use((context, next) =>
    {
        if (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            context.Response.Headers.Connection = "close";
        }

        return next(context);
    });

    app.MapGet("/", async (IConnectionMultiplexer redis) =>
    {
        try
        {
            return Results.Text($"Hello, visitor {await redis.GetDatabase().StringIncrementAsync("visitors")}\n");
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            return Results.Text("Hello. Redis is away\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    });

    return app;
});
