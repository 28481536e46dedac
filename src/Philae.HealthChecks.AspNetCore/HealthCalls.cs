using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Philae.HealthChecks.Registration;

namespace Philae.HealthChecks;

/// <summary>
/// The calls of <c>MapPhilaeHealthChecks</c> in one application. If there are several, the start fails when two of them have the same route.
/// Only then are their hosts and the prefixes of their groups known.
/// </summary>
internal sealed class HealthCalls
{
    private static readonly ConditionalWeakTable<IServiceProvider, HealthCalls> Applications = [];

    private int _count;
    private IApplicationBuilder? _pipeline;

    public static HealthCall Register(IEndpointRouteBuilder endpoints)
    {
        HealthCalls calls = Applications.GetValue(endpoints.ServiceProvider, static _ => new HealthCalls());
        calls._pipeline ??= endpoints as IApplicationBuilder;
        if (calls._count == 1)
        {
            calls.Hook(endpoints.ServiceProvider);
        }

        return new HealthCall(calls._count++, RoutingOf(endpoints));
    }

    // ASP.NET Core keeps it there for UseEndpoints. If it ever does not, branches count as the application.
    private static object? RoutingOf(IEndpointRouteBuilder endpoints) =>
        endpoints.CreateApplicationBuilder().Properties.TryGetValue("__EndpointRouteBuilder", out object? routing) && routing is not IApplicationBuilder ? routing : null;

    private void Hook(IServiceProvider services)
    {
        void Check() => SharedRoutes.Refuse(services.GetRequiredService<EndpointDataSource>());

        if (_pipeline is not null)
        {
            // Runs once, when the host builds the pipeline, before the server listens; adds nothing to the pipeline.
            _pipeline.Use(next =>
            {
                Check();
                return next;
            });
        }
        else if (services.GetService<HostPhase>() is { } host)
        {
            host.OnStarted(Check);
        }
        else
        {
            services.GetService<IHostApplicationLifetime>()?.ApplicationStarted.Register(Check);
        }
    }
}
