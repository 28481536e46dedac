using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Philae.HealthChecks;

/// <summary>Finds health endpoints of different calls that would answer the same requests.</summary>
internal static class SharedRoutes
{
    /// <exception cref="InvalidOperationException">Two endpoints have the same route and no <c>RequireHost</c> that distinguishes them.</exception>
    public static void Refuse(EndpointDataSource endpoints)
    {
        var seen = new Dictionary<(object? Routing, string Route), List<IReadOnlyList<string>>>();
        foreach (RouteEndpoint endpoint in endpoints.Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<HealthEndpoint>() is not { IsReserved: false, Call.Routing: var routing })
            {
                continue;
            }

            IReadOnlyList<string> hosts = endpoint.Metadata.GetMetadata<IHostMetadata>()?.Hosts ?? [];
            (object? Routing, string Route) route = (routing, RouteKey.Of(endpoint.RoutePattern));
            if (!seen.TryGetValue(route, out List<IReadOnlyList<string>>? others))
            {
                seen[route] = others = [];
            }

            if (others.Any(other => AreAlike(hosts, other)))
            {
                throw new InvalidOperationException(
                    $"Two calls of MapPhilaeHealthChecks have the route '{endpoint.RoutePattern.RawText}': give each a pattern of its own, or tell them apart with RequireHost.");
            }

            others.Add(hosts);
        }
    }

    // Routing prefers an endpoint with hosts to one without.
    private static bool AreAlike(IReadOnlyList<string> hosts, IReadOnlyList<string> others) =>
        hosts.Count == 0 || others.Count == 0 ? hosts.Count == others.Count : hosts.Any(host => others.Any(other => Overlap(new HostString(host), new HostString(other))));

    private static bool Overlap(HostString host, HostString other) =>
        (host.Port is null || other.Port is null || host.Port == other.Port) && (Covers(host.Host, other.Host) || Covers(other.Host, host.Host));

    private static bool Covers(string pattern, string host) => pattern switch
    {
        "" or "*" => true,
        ['*', ..] => host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase),
        _ => string.Equals(pattern, host, StringComparison.OrdinalIgnoreCase),
    };
}
