using System.Net;

namespace Philae.HealthChecks.Redis;

internal static class RedisAddress
{
    public static EndPoint Of(string host, int port) =>
        IPAddress.TryParse(host, out IPAddress? address) ? new IPEndPoint(address, port) : new DnsEndPoint(host, port);
}
