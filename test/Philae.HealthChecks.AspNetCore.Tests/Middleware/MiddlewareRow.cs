using Microsoft.AspNetCore.Builder;

namespace Philae.HealthChecks.AspNetCore.Tests.Middleware;

/// <summary>One middleware in front of the health endpoints, and what they answer behind it.</summary>
/// <param name="Name">The test case.</param>
/// <param name="Page">The row of the page's table that it belongs to.</param>
internal sealed record MiddlewareRow(string Name, string Page)
{
    public const string HealthyState = "healthy";
    public const string UnhealthyState = "unhealthy";
    public const string HangingState = "hanging";

    public string[] Arguments { get; init; } = [];

    public Action<WebApplicationBuilder> Add { get; init; } = static _ => { };

    public Action<WebApplication> Use { get; init; } = static _ => { };

    public Action<IEndpointConventionBuilder> Endpoints { get; init; } = static _ => { };

    /// <summary>Sent with every request.</summary>
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Whether the middleware ends the request of a hanging probe; the deadline does otherwise.</summary>
    public Action<IServiceProvider>? CutShort { get; init; }

    /// <summary>Status code and body: what a report says, the text of another body, or that there is none.</summary>
    public string Healthy { get; init; } = "200 healthy";

    public string Unhealthy { get; init; } = "503 down";

    public string Hanging { get; init; } = "503 prober: context deadline exceeded";

    /// <summary>Of every other verb.</summary>
    public string OtherVerb { get; init; } = "405 (empty)";

    /// <summary>Of a path below the pattern that there is not.</summary>
    public string OtherPath { get; init; } = "404 (empty)";

    /// <summary>A middleware that answers everything itself.</summary>
    public MiddlewareRow Always(string answer) =>
        this with { Healthy = answer, Unhealthy = answer, Hanging = answer, OtherVerb = answer, OtherPath = answer };

    public override string ToString() => Name;
}
