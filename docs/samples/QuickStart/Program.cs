using QuickStart;
using ServiceStarts;

return ServiceStart.Run(() =>
{
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    ServiceStart.Quiet(builder.Logging);
    var address = ServiceAddress.Of(builder.Configuration);
    builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(address.Urls).UseSetting("http_ports", "").UseSetting("https_ports", ""); // which Urls stand for

    // What the service depends on stands in appsettings.json and in the environment.
    builder.Services.AddHealthChecks().AddPhilaeFromConfiguration(
        builder.Configuration.GetSection("Philae"), schemes => schemes.AddRedis().AddPostgreSql().AddMySql(), builder.Configuration);

    var app = builder.Build();
    app.MapGet("/", () => "Hello! My health is at /_health\n");
    app.MapPhilaeHealthChecks();

    app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"""
        The service is up. Open
          {address}/          its page
          {address}/_health   its health
        Its probes are those of appsettings.json and of the environment: Philae__Probes__cache__Url=redis://localhost adds one. Stop with Ctrl+C.
        """));
    return app;
});
