using System.Net.Sockets;

namespace Philae.HealthChecks.Foo;

/// <summary>Sends a ping and expects a pong.</summary>
internal sealed class FooProbe(string name, string host, int port) : IProbe
{
    public string Name => name;

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        byte[] answer = new byte["pong\n".Length];
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            await client.GetStream().WriteAsync("ping\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            await client.GetStream().ReadExactlyAsync(answer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new ProbeException("unable to contact Foo host", FooFailure.ReasonOf(exception), exception);
        }

        if (!answer.AsSpan().SequenceEqual("pong\n"u8))
        {
            throw new ProbeException("unable to contact Foo host", FailureReason.UnexpectedResponse);
        }
    }
}
