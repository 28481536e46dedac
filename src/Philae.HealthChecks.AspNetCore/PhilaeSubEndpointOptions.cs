using Microsoft.AspNetCore.Builder;

namespace Philae.HealthChecks;

/// <summary>Settings of one of the endpoints that <see cref="PhilaeEndpointRouteBuilderExtensions.MapPhilaeHealthChecks"/> maps beside the report.</summary>
public sealed class PhilaeSubEndpointOptions
{
    internal PhilaeSubEndpointOptions(string path) => Path = path;

    /// <summary>
    /// The route below the report's, or from the root where it begins with a slash (<c>/readyz</c>). Null: not served.
    /// Default: <c>live</c>, <c>ready</c>, <c>startup</c>.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>
    /// What it runs: registrations with any of these tags. Each must be on some registration, or mapping fails: an empty report
    /// would read as healthy by mistake. Empty, the default: by the tag of its own name (<see cref="PhilaeTags"/>), which may be on none.
    /// </summary>
    public ICollection<string> Tags { get; } = [];
}
