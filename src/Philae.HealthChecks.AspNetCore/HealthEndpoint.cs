using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Philae.HealthChecks;

/// <summary>Keeps other routes and middleware of the application from answering in place of a health endpoint. Its metadata marks one.</summary>
/// <param name="call">The call that mapped it.</param>
/// <param name="isReserved">Whether it is the endpoint of the paths below a route.</param>
internal sealed class HealthEndpoint(HealthCall call, bool isReserved) : ISkipStatusCodePagesMetadata, IDisableCookieRedirectMetadata
{
    // Every verb, so that no other route gets the verbs that are not allowed here; a preflight request as well.
    private static readonly HttpMethodMetadata AllMethods = new([], acceptCorsPreflight: true);

    public HealthCall Call => call;

    public bool IsReserved => isReserved;

    /// <summary>Called for an endpoint with all of the application's metadata.</summary>
    public static void Configure(RouteEndpointBuilder endpoint, HealthCall call)
    {
        endpoint.Metadata.Add(new HealthEndpoint(call, isReserved: false));
        TakePrecedence(endpoint, int.MinValue);
    }

    /// <summary>Called for the endpoint of the paths below a route.</summary>
    public static void ConfigureReserved(RouteEndpointBuilder endpoint, HealthCall call)
    {
        for (int index = endpoint.Metadata.Count - 1; index >= 0; index--)
        {
            if (endpoint.Metadata[index] is IHostMetadata)
            {
                endpoint.Metadata.RemoveAt(index);
            }
        }

        endpoint.Metadata.Add(new HealthEndpoint(call, isReserved: true));

        // Two calls for different hosts reserve the same paths.
        TakePrecedence(endpoint, int.MinValue + call.Number);
        if (!HasLiteral(endpoint.RoutePattern))
        {
            endpoint.Metadata.Add(new SuppressMatchingMetadata());
        }
    }

    /// <summary>Keeps a body out of an answer that has none, also where the middleware runs before routing and cannot see the metadata.</summary>
    public static void SkipStatusCodePages(HttpContext context)
    {
        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }
    }

    /// <summary>Keeps an answer out of the output cache, also where the middleware runs before routing and cannot see the metadata.</summary>
    public static void SkipOutputCache(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>() is { } cache)
        {
            cache.Context.AllowCacheStorage = false;
        }
    }

    private static void TakePrecedence(RouteEndpointBuilder endpoint, int order)
    {
        endpoint.Metadata.Add(AllMethods);
        endpoint.Metadata.Add(NoOutputCache.Instance);
        if (!endpoint.Metadata.Any(static item => item is EnableRateLimitingAttribute))
        {
            endpoint.Metadata.Add(new DisableRateLimitingAttribute());
        }

        // At the root, or below a parameter alone, the paths are the application's.
        if (HasLiteral(endpoint.RoutePattern))
        {
            endpoint.Order = order;
        }
    }

    private static bool HasLiteral(RoutePattern pattern) => pattern.PathSegments.Any(static segment => segment.IsSimple && segment.Parts[0].IsLiteral);
}
