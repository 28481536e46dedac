namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>Answers whatever each connection sends first with the same bytes, and hangs up.</summary>
public sealed class AnsweringServer(byte[] answer) : IAsyncDisposable
{
    private readonly RawServer _server = new(async (stream, cancellationToken) =>
    {
        byte[] buffer = new byte[1024];
        _ = await stream.ReadAsync(buffer, cancellationToken);
        await stream.WriteAsync(answer, cancellationToken);
        stream.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);

        // Until the other side has hung up too: what it sent and nobody read would reset the connection.
        while (await stream.ReadAsync(buffer, cancellationToken) > 0)
        {
        }
    });

    public int Port => _server.Port;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
