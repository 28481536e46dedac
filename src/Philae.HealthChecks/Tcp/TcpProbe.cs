using System.Net;
using System.Net.Sockets;

namespace Philae.HealthChecks.Tcp;

/// <summary>Resolves a host and opens a TCP connection to any of its addresses.</summary>
internal sealed class TcpProbe(string name, string host, int port, Func<string, CancellationToken, Task<IPAddress[]>> resolve, TimeProvider time) : IProbe
{
    // The connection attempt delay that RFC 8305 recommends.
    private static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    public string Name => name;

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await resolve(host, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw new ProbeException($"DNS resolution failed for {host}", exception);
        }

        try
        {
            await ConnectToAnyAsync(addresses, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw new ProbeException("fail to open TCP connection", exception);
        }
    }

    // In order, each begun when the one before has failed or has had its delay; the first connection wins.
    private async Task ConnectToAnyAsync(IPAddress[] addresses, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pending = new List<Task>();
        var failure = new SocketException((int)SocketError.HostNotFound);
        try
        {
            for (int begun = 0; begun < addresses.Length || pending.Count > 0;)
            {
                if (begun < addresses.Length)
                {
                    pending.Add(ConnectAsync(addresses[begun++], stop.Token));
                }

                TimeSpan patience = begun < addresses.Length ? AttemptDelay : Timeout.InfiniteTimeSpan;
                await ((Task)Task.WhenAny(pending)).WaitAsync(patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
                Task? ended = pending.Find(static attempt => attempt.IsCompleted);
                if (ended is { IsCompletedSuccessfully: true })
                {
                    return;
                }

                failure = ended?.Exception?.InnerException as SocketException ?? failure;
                pending.RemoveAll(attempt => attempt == ended);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        throw failure;
    }

    private async Task ConnectAsync(IPAddress address, CancellationToken cancellationToken)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
    }
}
