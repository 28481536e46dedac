namespace Philae.HealthChecks.AspNetCore.Tests.Middleware;

/// <summary>Every middleware of ASP.NET Core, and the answers of the health endpoints behind it.</summary>
internal static class MiddlewareTable
{
    public static IReadOnlyList<MiddlewareRow> Rows { get; } =
    [
        new("No middleware", ""),
        .. TimeoutRows.All,
        .. CachingRows.All,
        .. RefusalRows.All,
        .. ErrorPageRows.All,
        .. RoutingRows.All,
        .. TransparentRows.All,
    ];
}
