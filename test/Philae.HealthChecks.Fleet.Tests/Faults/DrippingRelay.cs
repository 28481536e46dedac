using System.Net;
using System.Net.Sockets;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Fleet.Tests.Faults;

/// <summary>Stands before a server and lets its answers through by one byte a second.</summary>
internal sealed class DrippingRelay : IAsyncDisposable
{
    private readonly RawServer _relay;
    private int _drops;

    public DrippingRelay(int serverPort) => _relay = new RawServer((probe, end) => ServeAsync(probe, serverPort, end));

    public int Port => _relay.Port;

    /// <summary>How many bytes have come through.</summary>
    public int Drops => Volatile.Read(ref _drops);

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    private async Task ServeAsync(NetworkStream probe, int serverPort, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, serverPort, cancellationToken);
        await using NetworkStream server = client.GetStream();
        Task questions = probe.CopyToAsync(server, cancellationToken);
        Task answers = DripAsync(server, probe, cancellationToken);
        await await Task.WhenAny(questions, answers);
        client.Close();
        await Task.WhenAll(questions, answers);
    }

    private async Task DripAsync(NetworkStream server, NetworkStream probe, CancellationToken cancellationToken)
    {
        byte[] drop = new byte[1];
        while (await server.ReadAsync(drop, cancellationToken) > 0)
        {
            await probe.WriteAsync(drop, cancellationToken);
            Interlocked.Increment(ref _drops);
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }
}
