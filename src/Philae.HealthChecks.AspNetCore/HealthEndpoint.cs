using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Philae.HealthChecks;

/// <summary>Keeps other routes and middleware of the application from answering in place of a health endpoint. Its metadata marks one.</summary>
/// <param name="isReserved">Whether it is the endpoint of the paths below a route.</param>
internal sealed class HealthEndpoint(bool isReserved) : ISkipStatusCodePagesMetadata, IDisableCookieRedirectMetadata
{
    // Every verb, so that no other route gets the verbs that are not allowed here; a preflight request as well.
    private static readonly HttpMethodMetadata AllMethods = new([], acceptCorsPreflight: true);

    public bool IsReserved => isReserved;

    /// <summary>Called for an endpoint with all of the application's metadata.</summary>
    public static void Configure(RouteEndpointBuilder endpoint)
    {
        endpoint.Metadata.Add(new HealthEndpoint(isReserved: false));
        TakePrecedence(endpoint, int.MinValue);
    }

    /// <summary>Called for the endpoint of the paths below a route.</summary>
    public static void ConfigureReserved(RouteEndpointBuilder endpoint, int call)
    {
        for (int index = endpoint.Metadata.Count - 1; index >= 0; index--)
        {
            if (endpoint.Metadata[index] is IHostMetadata)
            {
                endpoint.Metadata.RemoveAt(index);
            }
        }

        endpoint.Metadata.Add(new HealthEndpoint(isReserved: true));

        // Two calls for different hosts reserve the same paths.
        TakePrecedence(endpoint, int.MinValue + call);
        if (!HasLiteral(endpoint.RoutePattern))
        {
            endpoint.Metadata.Add(new SuppressMatchingMetadata());
        }
    }

    /// <summary>For middleware that runs before routing and so cannot see the metadata.</summary>
    public static void OptOut(HttpContext context)
    {
        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

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
