using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.AspNetCore.Tests.Middleware;

/// <summary>Middleware that gives a body to what has none, or another one.</summary>
internal static class ErrorPageRows
{
    public static MiddlewareRow[] All { get; } =
    [
        new("Exception handler", "Exception handler")
        {
            Use = static app => app.UseExceptionHandler(static handler => handler.Run(static context =>
            {
                context.Response.StatusCode = StatusCodes.Status200OK;
                return context.Response.WriteAsync("sorry");
            })),
        },
        new("Developer exception page", "Exception handler") { Use = static app => app.UseDeveloperExceptionPage() },
        new("Status code pages", "Status code pages") { Use = static app => app.UseStatusCodePages() },
        new("Status code pages with problem details", "Status code pages")
        {
            Add = static builder => builder.Services.AddProblemDetails(),
            Use = static app => app.UseStatusCodePages(),
        },
        new("Status code pages with redirects", "Status code pages")
        {
            Use = static app =>
            {
                app.UseStatusCodePagesWithRedirects("/error/{0}");
                app.MapGet("/error/{code}", static (int code) => $"sorry, {code}");
            },
        },
        ReExecute("Status code pages with re-execution", static app => app.UseStatusCodePagesWithReExecute("/error/{0}")),
        ReExecute("Status code pages before routing", static app => app.UseStatusCodePagesWithReExecute("/error/{0}").UseRouting()),
    ];

    private static MiddlewareRow ReExecute(string name, Action<WebApplication> use) => new(name, "Status code pages")
    {
        Use = app =>
        {
            use(app);
            app.Map("/error/{code}", static (HttpContext context, int code) =>
            {
                context.Response.StatusCode = StatusCodes.Status200OK;
                return $"sorry, {code}";
            });
        },
    };
}
