using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Fleet.Tests.Leaks;

/// <summary>A server that is well.</summary>
/// <param name="Server">What ends with the test.</param>
/// <param name="Port">Where it listens.</param>
/// <param name="Freeze">Lets it accept and say nothing more. Null: it cannot.</param>
/// <param name="Thaw">Lets it go on.</param>
/// <param name="Forget">Drops what a fake keeps of each request.</param>
internal sealed record WellServer(IAsyncDisposable Server, int Port, Action? Freeze = null, Action? Thaw = null, Action? Forget = null) : IAsyncDisposable
{
    public static async Task<WellServer> HttpAsync(params (string Path, int Status, string Body)[] answers)
    {
        HttpServer server = await HttpServer.StartAsync();
        foreach ((string path, int status, string body) in answers)
        {
            server.On(path, status, body);
        }

        return new(server, server.Port, Forget: server.Forget);
    }

    public static Task<WellServer> HttpAsync(string path, string body, int status = 200) => HttpAsync((path, status, body));

    public static Task<WellServer> TcpAsync()
    {
        var server = new RawServer(static (_, _) => Task.CompletedTask);
        return Task.FromResult(new WellServer(server, server.Port, Forget: server.Forget));
    }

    public static Task<WellServer> MongoDbAsync()
    {
        var server = FakeMongoServer.Started("hc", ProbeConformance.Secret);
        return Task.FromResult(new WellServer(server, server.Port, server.Freeze, server.Thaw, server.Forget));
    }

    public static async Task<WellServer> PostgreSqlAsync()
    {
        var server = new PostgreSqlServer(ProbeConformance.Secret);
        await server.InitializeAsync();
        return await LocalAsync(server);
    }

    public static async Task<WellServer> MariaDbAsync()
    {
        var server = new MariaDbServer(ProbeConformance.Secret);
        await server.InitializeAsync(); // which starts it
        return Of(server);
    }

    public static async Task<WellServer> LocalAsync(LocalServer server)
    {
        await server.StartAsync();
        return Of(server);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static WellServer Of(LocalServer server) => new(server, server.Port, server.Freeze, server.Thaw);
}
