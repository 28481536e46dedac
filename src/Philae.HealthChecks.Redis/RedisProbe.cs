using System.Net;
using System.Net.Sockets;
using HealthChecks.Redis;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Pings the servers of the application's client, or of one that the probe makes, keeps, and makes anew after a failure.</summary>
internal sealed class RedisProbe : IProbe, IAsyncDisposable
{
    private readonly ConfigurationOptions? _options;
    private IConnectionMultiplexer? _client;

    private RedisProbe(string name, ConfigurationOptions? options, IConnectionMultiplexer? client) => (Name, _options, _client) = (name, options, client);

    public string Name { get; }

    public static RedisProbe Own(string name, ConfigurationOptions options) => new(name, options, null);

    public static RedisProbe Shared(string name, IConnectionMultiplexer client) => new(name, null, client);

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            _client ??= await ConnectAsync(_options!, cancellationToken).ConfigureAwait(false);
            await PingAsync(_client, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Exception cause = await CauseAsync(exception).ConfigureAwait(false);
            await DisposeAsync().ConfigureAwait(false);
            throw new ProbeException("unable to contact Redis host", RedisFailure.ReasonOf(cause), cause);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_options is not null && _client is { } client)
        {
            _client = null;
            await client.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The check itself is Xabaril's: a ping of the database and of each server, or the state of a cluster.
    private static async Task PingAsync(IConnectionMultiplexer client, CancellationToken cancellationToken)
    {
        var check = new RedisHealthCheck(client);
        var context = new HealthCheckContext { Registration = new HealthCheckRegistration("redis", check, null, null) };
        HealthCheckResult result = await check.CheckHealthAsync(context, cancellationToken).ConfigureAwait(false);
        if (result.Status != HealthStatus.Healthy)
        {
            throw result.Exception ?? new InvalidOperationException(result.Description);
        }
    }

    // The driver may spend its whole time limit on a server that refuses, and lose the cause: a plain connection tells at once.
    private static async Task<IConnectionMultiplexer> ConnectAsync(ConfigurationOptions options, CancellationToken cancellationToken)
    {
        foreach (EndPoint server in options.EndPoints)
        {
            using var socket = server is UnixDomainSocketEndPoint
                ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                : new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        }

        return await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
    }

    // A client may say that it has no connection before it knows why; one that insists on being connected tells.
    private async Task<Exception> CauseAsync(Exception exception)
    {
        if (_options is null || exception is not RedisConnectionException { InnerException: null })
        {
            return exception;
        }

        try
        {
            ConfigurationOptions insisting = _options.Clone();
            insisting.AbortOnConnectFail = true;
            ConnectionMultiplexer client = await ConnectionMultiplexer.ConnectAsync(insisting).ConfigureAwait(false);
            await client.DisposeAsync().ConfigureAwait(false);
            return exception;
        }
        catch (RedisConnectionException cause)
        {
            return cause;
        }
    }
}
