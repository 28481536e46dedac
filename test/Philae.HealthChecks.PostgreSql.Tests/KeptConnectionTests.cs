namespace Philae.HealthChecks.PostgreSql.Tests;

/// <summary>A check is cancelled at a moment when nobody uses the connection.</summary>
public sealed class KeptConnectionTests : IDisposable
{
    private readonly List<Connection> _opened = [];
    private readonly CancellationTokenSource _check = new();

    public void Dispose() => _check.Dispose();

    [Fact]
    public async Task Run_CancelledBeforeThePing_KeepsTheConnection()
    {
        await using KeptConnection<Connection> kept = Kept(static () => { });
        await RunAsync(kept, CancellationToken.None);
        await _check.CancelAsync();

        await CancelledAsync(kept);

        (await RunAsync(kept, CancellationToken.None)).Should().BeSameAs(_opened.Single());
    }

    [Fact]
    public async Task Run_CancelledBetweenLoginAndCommand_KeepsTheConnection()
    {
        await using KeptConnection<Connection> kept = Kept(_check.Cancel);

        await CancelledAsync(kept);

        (await RunAsync(kept, CancellationToken.None)).Should().BeSameAs(_opened.Single());
    }

    [Fact]
    public async Task Dispose_AfterACancelledCheck_ClosesTheConnection()
    {
        KeptConnection<Connection> kept = Kept(_check.Cancel);
        await CancelledAsync(kept);

        kept.Dispose();

        _opened.Single().IsClosed.Should().BeTrue();
    }

    private KeptConnection<Connection> Kept(Action onLogin) => new(
        _ =>
        {
            onLogin();
            _opened.Add(new Connection());
            return Task.FromResult(_opened[^1]);
        },
        static (_, _) => Task.CompletedTask,
        static _ => true,
        new(TimeSpan.FromHours(1), TimeProvider.System));

    private async Task CancelledAsync(KeptConnection<Connection> kept) =>
        await kept.Invoking(it => RunAsync(it, _check.Token)).Should().ThrowAsync<OperationCanceledException>();

    private static Task<Connection> RunAsync(KeptConnection<Connection> kept, CancellationToken cancellationToken) =>
        kept.RunAsync(static (connection, _, _) => Task.FromResult(connection), cancellationToken);

    private sealed class Connection : IDisposable, IAsyncDisposable
    {
        public bool IsClosed { get; private set; }

        public void Dispose() => IsClosed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
