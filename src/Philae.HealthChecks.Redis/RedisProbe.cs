using StackExchange.Redis;

namespace Philae.HealthChecks.Redis;

/// <summary>Checks over clients of its own.</summary>
internal sealed class RedisProbe(string name, ConfigurationOptions options, KeptFirst keptFirst, RedisRequirement? require = null) : IProbe, IDisposable
{
    private readonly OwnRedisServers _servers = new(options, keptFirst);
    private readonly RedisSentinels? _sentinels = string.IsNullOrEmpty(options.ServiceName) ? null : new(options, keptFirst);

    public string Name => name;

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (_sentinels?.RunAsync(_servers, require ?? RedisRequirement.Primary, cancellationToken)
                ?? RedisCheck.RunAsync(_servers, require, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _servers.Drop();
                _sentinels?.Drop();
                cancellationToken.ThrowIfCancellationRequested();
            }

            throw RedisFailure.Of(exception);
        }
    }

    public void Dispose()
    {
        _servers.Dispose();
        _sentinels?.Dispose();
    }
}
