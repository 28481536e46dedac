using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks.Sharing;

namespace Philae.HealthChecks;

/// <summary>What a caller may choose of a report: not all callers may, since one run a name is more than one run for all.</summary>
internal sealed class ReportSelection(bool? isAllowed, ICollection<HealthCheckRegistration> all)
{
    public const string Parameter = "exclude";
    public const string Header = "Philae-Selection";
    public const string UnknownHeader = "Philae-Unknown";

    // At most that many unknown names are sent back, and at most that much of each.
    private const int MaxUnknown = 10;
    private const int MaxLength = 100;

    /// <summary>Whether this caller may choose. If not, a header says so: the answer alone does not tell a name that is unknown from a selection that is off.</summary>
    public bool IsAllowed(HttpContext context)
    {
        bool allowed = isAllowed ?? IsProtected(context.GetEndpoint());
        if (!allowed)
        {
            context.Response.Headers[Header] = "off (PhilaeEndpointOptions.AllowSelection)";
        }

        return allowed;
    }

    /// <summary>Leaves out the checks that the query excludes, and names the unknown ones in a header.</summary>
    public SharedReport Without(HttpContext context, EndpointChecks checks)
    {
        if (!context.Request.QueryString.HasValue || !context.Request.Query.TryGetValue(Parameter, out var values) || !IsAllowed(context))
        {
            return checks.Shared;
        }

        var excluded = new HashSet<string>(values.Where(static name => name is { Length: > 0 })!, StringComparer.OrdinalIgnoreCase);
        string[] unknown = [.. excluded.Where(name => Find(name) is null).Take(MaxUnknown)];
        if (unknown.Length > 0)
        {
            context.Response.Headers[UnknownHeader] = string.Join(", ", unknown.Select(static name => Uri.EscapeDataString(name.Length > MaxLength ? name[..MaxLength] : name)));
        }

        return checks.Without(excluded);
    }

    public HealthCheckRegistration? Find(string? name) =>
        all.FirstOrDefault(check => string.Equals(check.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>By a route's value, in which the server leaves a slash as it was sent.</summary>
    public HealthCheckRegistration? FindByRoute(string? name) => Find(name) ?? Find(name?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase));

    private static bool IsProtected(Endpoint? endpoint) =>
        endpoint is not null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        && (endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null);
}
