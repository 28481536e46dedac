using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Philae.HealthChecks.Fleet.Tests.Secrets;

/// <summary>Where a probe is pointed at, with whatever listens there.</summary>
internal sealed class Stage(string host, int port, params IAsyncDisposable[] servers) : IAsyncDisposable
{
    private bool _ended;

    public bool Tls { get; init; }

    public string User { get; init; } = "probe";

    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the driver's exception quotes what the server said, and the server the secret.</summary>
    public bool IsQuoted { get; init; }

    /// <summary>What the server has been sent so far.</summary>
    public Func<string> Received { get; init; } = static () => "";

    public Planting Plant(IHealthChecksBuilder builder, Secret secret, ILoggerFactory drivers) =>
        new(builder, "probe", secret, host, port) { Tls = Tls, User = User, Limit = Limit, Drivers = drivers };

    public async Task EndAsync()
    {
        if (!_ended)
        {
            _ended = true;
            foreach (IAsyncDisposable server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    public ValueTask DisposeAsync() => new(EndAsync());
}
