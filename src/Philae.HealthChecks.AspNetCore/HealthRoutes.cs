using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Philae.HealthChecks;

/// <summary>Maps the routes of one call of <c>MapPhilaeHealthChecks</c>, and takes every path below them, so that no other route of the application answers there.</summary>
internal sealed class HealthRoutes
{
    /// <summary>The verbs that are answered.</summary>
    public const string Allow = "GET, HEAD, OPTIONS";

    private readonly HashSet<string> _routes = [];
    private readonly RouteGroupBuilder _group;
    private readonly ManagementPort? _port;
    private readonly HealthCall _call;

    /// <param name="group">The endpoints of the call.</param>
    /// <param name="port">The one port on which they answer. Null: all ports.</param>
    /// <param name="call">The call.</param>
    public HealthRoutes(RouteGroupBuilder group, ManagementPort? port, HealthCall call) => (_group, _port, _call) = (group, port, call);

    public void Map(string route, RequestDelegate handler, string name)
    {
        if (!_routes.Add(RouteKey.Of(RoutePatternFactory.Parse(route))))
        {
            throw new InvalidOperationException($"Two of the health endpoints have the route '{route}': give each a Path of its own.");
        }

        // For every verb, so that no other route gets those that are not answered here.
        IEndpointConventionBuilder endpoint = _group.Map(route, Answer(handler)).WithDisplayName(name);
        endpoint.Finally(builder => HealthEndpoint.Configure((RouteEndpointBuilder)builder, _call));
    }

    /// <summary>Answers 404 at every path below a route, and on the hosts that <c>RequireHost</c> leaves out, also at the route itself.</summary>
    public void Reserve(string route)
    {
        RequestDelegate notFound = Answer(static context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        IEndpointConventionBuilder endpoint = _group.Map($"{route.TrimEnd('/')}/{{**belowPhilae}}", notFound).WithDisplayName("Philae: not found");
        endpoint.Finally(builder => HealthEndpoint.ConfigureReserved((RouteEndpointBuilder)builder, _call));
    }

    private RequestDelegate Answer(RequestDelegate handler) => context =>
    {
        HealthEndpoint.SkipStatusCodePages(context);
        HealthEndpoint.SkipOutputCache(context);
        if (_port?.IsOther(context) == true)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method))
        {
            // A middleware that swallows what the handler throws, a cancellation for instance, must not leave the default: 200 without a body.
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return handler(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = Allow;
        }

        return Task.CompletedTask;
    };
}
