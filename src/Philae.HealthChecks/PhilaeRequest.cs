using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Philae.HealthChecks;

/// <summary>A request for the report, for programs that serve it themselves. <c>MapPhilaeHealthChecks</c> does this for ASP.NET Core.</summary>
public sealed class PhilaeRequest
{
    /// <summary>Selects the registrations. Null: all.</summary>
    public Func<HealthCheckRegistration, bool>? Predicate { get; init; }

    /// <summary>
    /// Returns the values of a request header, given its name; empty if there is none. Services that probe each other recognize
    /// loops by headers, so pass them on. They may contain any text. Null: the request has no headers.
    /// </summary>
    public Func<string, IEnumerable<string?>>? Headers { get; init; }
}
