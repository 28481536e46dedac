using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks;
using Philae.HealthChecks.Fleet.Program;
using Philae.HealthChecks.TestKit;

// One probe of each kind whose server's name is never resolved, and one that needs no name. For each request one line of JSON.
// Arguments: the address for the silent name server, the deadline in milliseconds, the number of requests.
using var names = new SilentNameServer(IPAddress.Parse(args[0]));
using var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();

var services = new ServiceCollection();
services.AddLogging();
services.Configure<PhilaeOptions>(options => options.Deadline = TimeSpan.FromMilliseconds(int.Parse(args[1], null)));
services.AddHealthChecks()
    .AddPhilaeHttp("http://http.silent.test/", "http", configure: options => options.ConnectTimeout = TimeSpan.FromMinutes(1))
    .AddPhilaeTcp("tcp.silent.test:80", "tcp")
    .AddPhilaeService("http://service.silent.test/_health", "service", configure: options => options.ConnectTimeout = TimeSpan.FromMinutes(1))
    .AddPhilaeRedis("redis://redis.silent.test", "redis")
    .AddPhilaePostgreSql("postgres://user@postgresql.silent.test/db", "postgresql")
    .AddPhilaeMySql("mysql://user@mysql.silent.test/", "mysql")
    .AddPhilaeMongoDb("mongodb://mongodb.silent.test/", "mongodb")
    .AddPhilaeEtcd("http://etcd.silent.test:2379", "etcd")
    .AddPhilaeDocker("tcp://docker.silent.test:2375", "docker")
    .AddPhilaeTcp(listener.LocalEndpoint.ToString()!, "no name");
ServiceProvider provider = services.BuildServiceProvider();
PhilaeProber prober = provider.GetRequiredService<PhilaeProber>();

for (int request = int.Parse(args[2], null); request > 0; request--)
{
    long start = Stopwatch.GetTimestamp();
    HealthReport report = await prober.CheckAsync();
    TimeSpan took = Stopwatch.GetElapsedTime(start);
    int threads = Directory.GetDirectories("/proc/self/task").Length;
    Console.WriteLine(JsonSerializer.Serialize(new Answer((int)took.TotalMilliseconds, threads, names.Questions, ProbeHost.Json(report))));
}

// Threads that wait for a name end when they please.
Environment.Exit(0);
