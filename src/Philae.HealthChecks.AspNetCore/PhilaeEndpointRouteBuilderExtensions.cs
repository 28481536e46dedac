using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Philae.HealthChecks;
using Philae.HealthChecks.Registration;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the Philae endpoints.</summary>
public static class PhilaeEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the endpoints that run the application's probes and other health checks and answer with a Philae report. The report
    /// at the pattern has all of them. Below it are <c>live</c>, <c>ready</c> and <c>startup</c> for Kubernetes, and
    /// <c>probes/{name}</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">
    /// The route of the report. The endpoints answer GET and HEAD, and OPTIONS like HEAD. Any other verb is a 405. No other route
    /// of the application answers below it. Default: <c>/_health</c>.
    /// </param>
    /// <param name="configure">Sets the endpoints' options. Null: the defaults.</param>
    /// <returns>
    /// A builder for <c>RequireAuthorization()</c>, <c>RequireHost()</c>, <c>WithMetadata()</c> and similar calls, for all these
    /// endpoints.
    /// </returns>
    /// <exception cref="InvalidOperationException">
    /// <c>services.AddHealthChecks()</c> was not called; two of the endpoints have the same route (if they are from two calls,
    /// the start fails instead); a tag is on no health check; <see cref="PhilaeOptions.DrainDelay"/> cannot be honoured;
    /// <see cref="PhilaeEndpointOptions.Details"/> names a policy that does not exist.
    /// </exception>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static IEndpointConventionBuilder MapPhilaeHealthChecks(
        this IEndpointRouteBuilder endpoints, string pattern = "/_health", Action<PhilaeEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var options = new PhilaeEndpointOptions();
        configure?.Invoke(options);
        IServiceProvider services = endpoints.ServiceProvider;
        PhilaeProber prober = Prober(services);
        var endpoint = new PhilaeEndpoint(prober, options, Host(services), new DetailsAuthorization(options.Details, services));
        ManagementPort? port = options.Port is { } number ? new ManagementPort(number, services) : null;

        RouteGroupBuilder group = endpoints.MapGroup("");
        var routes = new HealthRoutes(group, port, HealthCalls.Register(endpoints));
        routes.Map(pattern, endpoint.ReportAsync, "Philae health checks");
        routes.Reserve(pattern);
        MapSub(options.Live, endpoint.LiveAsync, "Philae liveness");
        MapSub(options.Ready, endpoint.ReadyAsync, "Philae readiness");
        MapSub(options.Startup, endpoint.StartupAsync, "Philae startup");
        routes.Map(Below("probes/{**name}"), endpoint.ProbeAsync, "Philae probe");
        return group;

        void MapSub(PhilaeSubEndpointOptions sub, RequestDelegate handler, string name)
        {
            if (sub.Path is not { } path)
            {
                return;
            }

            routes.Map(path.StartsWith('/') ? path : Below(path), handler, name);
            if (path.StartsWith('/'))
            {
                routes.Reserve(path);
            }
        }

        string Below(string path) => $"{pattern.TrimEnd('/')}/{path}";
    }

    // Without a probe of Philae's there is no prober in the container, but other health checks have their report all the same.
    private static PhilaeProber Prober(IServiceProvider services) =>
        services.GetService<PhilaeProber>()
        ?? (services.GetService<HealthCheckService>() is not null
            ? new PhilaeProber(services)
            : throw new InvalidOperationException("MapPhilaeHealthChecks needs health checks: call 'builder.Services.AddHealthChecks()' first."));

    private static HostPhase Host(IServiceProvider services)
    {
        TimeSpan drain = services.GetRequiredService<IOptions<PhilaeOptions>>().Value.DrainDelay;
        TimeSpan limit = services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;
        if (drain > TimeSpan.Zero && drain >= limit && limit > TimeSpan.Zero)
        {
            throw new InvalidOperationException($"PhilaeOptions.DrainDelay ({drain}) must be less than HostOptions.ShutdownTimeout ({limit}), within which the host stops.");
        }

        return services.GetService<HostPhase>() ?? (drain > TimeSpan.Zero
            ? throw new InvalidOperationException("PhilaeOptions.DrainDelay needs a probe of Philae's, or 'AddPhilaeGuardsForOtherChecks()'.")
            : new HostPhase(services.GetService<IHostApplicationLifetime>(), drain, TimeProvider.System));
    }
}
