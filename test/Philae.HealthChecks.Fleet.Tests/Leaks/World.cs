using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Fleet.Tests.Leaks;

/// <summary>A server in one of the conditions, for as long as a test lasts.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly Condition _condition;
    private readonly IAsyncDisposable? _server;
    private readonly WellServer? _well;
    private Relay? _relay;

    private World(Condition condition, int port, WellServer? well = null, IAsyncDisposable? server = null)
    {
        (_condition, Port, _well, _server) = (condition, port, well, server);
        _relay = condition == Condition.Flapping ? new Relay(well!.Port, port) : null;
    }

    public int Port { get; }

    public static async Task<World> OfAsync(Member member, Condition condition, bool hangsOnConnecting)
    {
        switch (condition)
        {
            case Condition.Down:
                return new(condition, FreePort.Next());
            case Condition.Hanging when hangsOnConnecting:
                var hole = new BlackHole();
                return new(condition, hole.Port, server: hole);
            case Condition.Hanging:
                var silent = new RawServer(ListenAsync);
                return new(condition, silent.Port, server: silent);
            default:
                WellServer well = await member.StartAsync();
                return new(condition, condition == Condition.Flapping ? FreePort.Next() : well.Port, well);
        }
    }

    /// <summary>Drops what fakes keep of every request.</summary>
    public void Forget()
    {
        _well?.Forget?.Invoke();
        _relay?.Forget();
        (_server as RawServer)?.Forget();
    }

    /// <summary>One round of checks. Of ten with a server that flaps two meet nobody, and one is hung up on in the middle.</summary>
    public Task RoundAsync(Fleet fleet, int round) => _condition switch
    {
        Condition.Flapping => FlapAsync(fleet, round % 10),
        Condition.Frozen when round == 0 => FreezeAsync(fleet),
        _ => fleet.RoundAsync(),
    };

    public async ValueTask DisposeAsync()
    {
        await (_relay?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_well?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task FlapAsync(Fleet fleet, int round)
    {
        if (round == 4 && _relay is { } relay)
        {
            await relay.DisposeAsync();
        }
        else if (round == 6)
        {
            _relay = new Relay(_well!.Port, Port);
        }

        await fleet.RoundAsync(() => (round == 8 ? _relay : null)?.Break());
        _relay?.Forget();
    }

    // In the middle of its life: the probes have connections.
    private async Task FreezeAsync(Fleet fleet)
    {
        _well!.Thaw!();
        int rounds = 0;
        int healthy;
        do
        {
            (rounds++).Should().BeLessThan(1000, "probes connect to a server that is well");
            healthy = fleet.Told.Healthy;
            await fleet.RoundAsync();
        }
        while (fleet.Told.Healthy < healthy + (fleet.Size / 2));

        _well.Freeze!();
    }

    private static async Task ListenAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[1024];
        while (await stream.ReadAsync(buffer, cancellationToken) > 0)
        {
            // Until the client leaves.
        }
    }
}
