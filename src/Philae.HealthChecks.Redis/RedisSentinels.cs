using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Finds a service's servers through Sentinel, and checks them.</summary>
internal sealed class RedisSentinels(ConfigurationOptions options, KeptFirst keptFirst) : IDisposable
{
    private const int DefaultPort = 26379;
    private readonly OwnRedisServers _sentinels = new(OptionsOfSentinels(options), keptFirst, provesCredentials: false);
    private readonly string _service = options.ServiceName!;
    private readonly string _command = RedisCommands.Sentinel(OptionsOfSentinels(options).CommandMap);

    public Task RunAsync(OwnRedisServers servers, RedisRequirement requirement, CancellationToken cancellationToken)
    {
        // After a fail-over, and for as long as one is cut off from the others, Sentinels disagree: one whose servers are well is enough.
        var tried = new HashSet<EndPoint>();
        return HostFanOut.FirstAsync(
            _sentinels.Named,
            (sentinel, token) => _sentinels.QueryAsync(sentinel, it => FindAsync(it, withReplicas: requirement != RedisRequirement.Primary), token),
            cancellationToken,
            found => tried.Add(found.Primary)
                ? RunAsync(servers, found.Primary, found.Replicas, requirement, cancellationToken)
                : Task.FromException(new RedisStateException("Another Sentinel said so too.")));
    }

    public void Drop() => _sentinels.Drop();

    public void Dispose() => _sentinels.Dispose();

    private static async Task RunAsync(
        OwnRedisServers servers, EndPoint primary, EndPoint[] replicas, RedisRequirement requirement, CancellationToken cancellationToken)
    {
        EndPoint[] all = [primary, .. replicas];
        servers.KeepOnly(all);
        _ = requirement == RedisRequirement.Any
            ? [await HostFanOut.FirstAsync(all, QueryAsync, cancellationToken).ConfigureAwait(false)]
            : await HostFanOut.EveryAsync(all, QueryAsync, cancellationToken).ConfigureAwait(false);

        async Task<bool> QueryAsync(EndPoint server, CancellationToken token)
        {
            bool mustBePrimary = requirement != RedisRequirement.Any && server == primary;
            RedisAnswer answer = await servers.QueryAsync(server, it => RedisAnswer.OfAsync(it, mustBePrimary), token).ConfigureAwait(false);
            return !mustBePrimary || answer.IsPrimary
                ? true
                : throw new RedisStateException($"{server} is not the primary that Sentinel says it is.");
        }
    }

    private async Task<(EndPoint Primary, EndPoint[] Replicas)> FindAsync(IServer sentinel, bool withReplicas)
    {
        RedisResult primary = await sentinel.ExecuteAsync(_command, "get-master-addr-by-name", _service).ConfigureAwait(false);
        if (primary.IsNull || (string[]?)primary is not [var host, var port])
        {
            throw new RedisStateException($"Sentinel {sentinel.EndPoint} does not know the service.", FailureReason.NotFound);
        }

        RedisResult replicas = withReplicas
            ? await sentinel.ExecuteAsync(_command, "replicas", _service).ConfigureAwait(false)
            : RedisResult.Create(Array.Empty<RedisResult>());
        return (Address(host, port), [.. ((RedisResult[])replicas!).Select(static replica => replica.ToDictionary())
            .Select(static replica => Address(replica["ip"].ToString(), replica["port"].ToString()))]);
    }

    private static EndPoint Address(string host, string port) => RedisAddress.Of(host, int.Parse(port, NumberStyles.None, CultureInfo.InvariantCulture));

    private static ConfigurationOptions OptionsOfSentinels(ConfigurationOptions options)
    {
        ConfigurationOptions own = options.Clone();
        (own.User, own.Password) = (options.SentinelUser, options.SentinelPassword);
        own.DefaultDatabase = null;
        if (ReferenceEquals(own.CommandMap, RedisCommands.Map))
        {
            own.CommandMap = RedisCommands.SentinelMap;
        }

        own.EndPoints.Clear();
        foreach (EndPoint sentinel in options.EndPoints)
        {
            own.EndPoints.TryAdd(sentinel switch
            {
                DnsEndPoint { Port: 0 } name => new DnsEndPoint(name.Host, DefaultPort),
                IPEndPoint { Port: 0 } address => new IPEndPoint(address.Address, DefaultPort),
                _ => sentinel,
            });
        }

        return own;
    }
}
