using Microsoft.AspNetCore.Builder;

namespace Philae.HealthChecks;

/// <summary>Settings of one of the endpoints that <see cref="PhilaeEndpointRouteBuilderExtensions.MapPhilaeHealthChecks"/> maps beside the report.</summary>
public sealed class PhilaeSubEndpointOptions
{
    internal PhilaeSubEndpointOptions(string path) => Path = path;

    /// <summary>
    /// The route. It is relative to the report's route, or to the root if it begins with a slash (<c>/readyz</c>). Null: the
    /// endpoint is not served. Default: <c>live</c>, <c>ready</c>, <c>startup</c>.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>
    /// The tags that select what the endpoint runs: each registration that has any of them. If a tag is on no registration,
    /// mapping fails, because an empty report would be healthy by mistake. Empty: the tag of the endpoint's own name
    /// (<see cref="PhilaeTags"/>), which may be on no registration. Default: empty.
    /// </summary>
    public ICollection<string> Tags { get; } = [];
}
