using QuickStart;

var builder = WebApplication.CreateSlimBuilder(args);
var address = ServiceAddress.Of(builder.Configuration);
builder.WebHost.UseUrls(address.Urls);

// What the service depends on. Without any server installed: its own page and its own port.
var health = builder.Services.AddHealthChecks()
    .AddPhilaeHttp($"{address}/", name: "page")
    .AddPhilaeTcp(address.HostAndPort, name: "port");

// Real servers, where an environment variable names one.
(string Variable, Action<string> Add)[] servers =
[
    ("REDIS_URL", url => health.AddPhilaeRedis(url)),
    ("DATABASE_URL", url => health.AddPhilaePostgreSql(url)),
    ("MYSQL_URL", url => health.AddPhilaeMySql(url)),
];

foreach (var (variable, add) in servers)
{
    try
    {
        if (builder.Configuration[variable] is { Length: > 0 } url)
        {
            add(url);
        }
    }
    catch (ArgumentException error)
    {
        Console.Error.WriteLine($"{variable}: {error.Message}");
        return 1;
    }
}

var app = builder.Build();
app.MapGet("/", () => "Hello. How I am is at /_health\n");
app.MapPhilaeHealthChecks();

app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"""
    The service is up. Open
      {address}/          its page
      {address}/_health   its health
    REDIS_URL, DATABASE_URL (PostgreSQL) and MYSQL_URL add probes of real servers. Stop with Ctrl+C.
    """));
app.Run();
return 0;
