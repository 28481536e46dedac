using Microsoft.AspNetCore.OutputCaching;

namespace Philae.HealthChecks;

/// <summary>Keeps output caching from serving an older report, from storing one, and from making requests wait for each other.</summary>
internal sealed class NoOutputCache : IOutputCachePolicy
{
    public static NoOutputCache Instance { get; } = new();

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.EnableOutputCaching = false;
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;
}
