using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.AspNetCore.Tests.LoadBalancers;

/// <summary>A replica of a service: it says its name, and is healthy or not as a test wants.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> _checks = new();
    private TestApp? _app;

    private Replica(string name) => Name = name;

    public string Name { get; }

    public volatile bool IsHealthy = true;

    public string Address => _app!.Client.BaseAddress!.Authority;

    /// <summary>The first lines of the checks that came, and their hosts.</summary>
    public IEnumerable<string> Checks => _checks.Keys;

    public static async Task<Replica> StartAsync(string name)
    {
        var replica = new Replica(name);
        replica._app = await TestApp.StartAsync(
            checks => checks.AddPhilaeProbe("p", _ => replica.IsHealthy ? Task.CompletedTask : throw new ProbeException("down")),
            app =>
            {
                app.Use((context, next) =>
                {
                    HttpRequest request = context.Request;
                    if (request.Path.StartsWithSegments("/_health"))
                    {
                        replica._checks[$"{request.Method} {request.Path} {request.Protocol} {request.Host}".TrimEnd()] = true;
                    }

                    return next(context);
                });
                app.MapPhilaeHealthChecks();
                app.MapFallback(() => name);
            });
        return replica;
    }

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();
}
