using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks.Fleet.Tests.NewProbe;

/// <summary>A bad probe of memcached. It drops the user name, password, path and query of its target, and is nothing but this file.</summary>
internal sealed class ForgetfulProbe(string name, string host, int port) : IProbe
{
    public string Name => name;

    public static void Add(
        IHealthChecksBuilder builder, string target, string? name = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null, TimeSpan? timeout = null)
    {
        ProbeUrl url = ProbeUrl.Parse(target, new Dictionary<string, int> { ["forgetful"] = 11211 });
        string probeName = name ?? "forgetful";
        builder.AddPhilaeProbe(_ => new ForgetfulProbe(probeName, url.Host, url.Port), probeName, failureStatus, tags, timeout ?? TimeSpan.FromSeconds(3));
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, cancellationToken);
            await client.GetStream().WriteAsync("version\r\n"u8.ToArray(), cancellationToken);
            byte[] answer = new byte[7];
            await client.GetStream().ReadExactlyAsync(answer, cancellationToken);
            if (Encoding.ASCII.GetString(answer) != "VERSION")
            {
                throw new ProbeException("unexpected answer");
            }
        }
        catch (SocketException exception)
        {
            throw new ProbeException("unable to contact it", exception);
        }
    }
}
