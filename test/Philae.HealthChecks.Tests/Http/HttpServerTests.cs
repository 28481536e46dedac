using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Http;

/// <summary>Tests with a server of their own.</summary>
public abstract class HttpServerTests : IAsyncLifetime
{
    protected HttpServer Server { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync() => Server = await HttpServer.StartAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Server.DisposeAsync();
    }
}
