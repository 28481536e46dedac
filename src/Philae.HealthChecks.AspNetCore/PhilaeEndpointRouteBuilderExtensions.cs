using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Philae.HealthChecks;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the Philae endpoint.</summary>
public static class PhilaeEndpointRouteBuilderExtensions
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps an endpoint that checks the application's probes and other health checks and answers with the Philae report.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route. GET and HEAD are answered; any other verb is a 405. Default: <c>/_health</c>.</param>
    /// <param name="configure">Sets the endpoint's options. Null: the defaults.</param>
    /// <returns>A builder for <c>RequireAuthorization()</c>, <c>RequireHost()</c>, <c>WithMetadata()</c> and their like.</returns>
    /// <exception cref="InvalidOperationException"><c>services.AddHealthChecks()</c> was not called.</exception>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static IEndpointConventionBuilder MapPhilaeHealthChecks(
        this IEndpointRouteBuilder endpoints, string pattern = "/_health", Action<PhilaeEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var options = new PhilaeEndpointOptions();
        configure?.Invoke(options);
        var endpoint = new PhilaeEndpoint(Prober(endpoints.ServiceProvider), options);
        return endpoints.MapMethods(pattern, Methods, endpoint.AnswerAsync).WithDisplayName("Philae health checks");
    }

    // Without a probe of Philae's there is no prober in the container, but other health checks have their report all the same.
    private static PhilaeProber Prober(IServiceProvider services) =>
        services.GetService<PhilaeProber>()
        ?? (services.GetService<HealthCheckService>() is not null
            ? ActivatorUtilities.CreateInstance<PhilaeProber>(services)
            : throw new InvalidOperationException("MapPhilaeHealthChecks needs health checks: call 'builder.Services.AddHealthChecks()' first."));
}
