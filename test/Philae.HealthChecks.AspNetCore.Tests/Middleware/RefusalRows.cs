using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.AspNetCore.Tests.Middleware;

/// <summary>Middleware that may refuse a request or send it elsewhere.</summary>
internal static class RefusalRows
{
    public static MiddlewareRow[] All { get; } =
    [
        RateLimiter("Rate limiter, global", static app => app.UseRateLimiter()),
        (RateLimiter("Rate limiter, asked for by the endpoints", static app => app.UseRateLimiter())
            with { Endpoints = static endpoints => endpoints.RequireRateLimiting("none") }).Always("429 (empty)"),
        RateLimiter("Rate limiter before routing", static app => app.UseRateLimiter().UseRouting()).Always("429 (empty)"),
        Redirection("HTTPS redirection", static _ => { }).Always("307 (empty)"),
        Redirection("HTTPS redirection, short-circuited", static endpoints => endpoints.ShortCircuit()),
        new("HSTS", "HSTS")
        {
            Add = static builder => builder.Services.AddHsts(static options => options.ExcludedHosts.Clear()),
            Use = static app => app.Use(static (context, next) =>
            {
                context.Request.Scheme = "https";
                return next(context);
            }).UseHsts(),
        },
        new MiddlewareRow("Host filtering", "Host filtering") { Arguments = ["--AllowedHosts=orders.example.com"] }.Always("400 html"),
        new("Host filtering, with the host that it allows", "Host filtering")
        {
            Arguments = ["--AllowedHosts=orders.example.com"],
            Headers = { ["Host"] = "orders.example.com" },
        },
        Authorization("Authorization, fallback policy", static _ => { }).Always("401 (empty)"),
        Authorization("Authorization, fallback policy and AllowAnonymous", static endpoints => endpoints.AllowAnonymous()),
        Authorization("Authorization, fallback policy, short-circuited", static endpoints => endpoints.ShortCircuit()),
        (Authorization("Authorization by cookie", static _ => { }) with
        {
            Add = static builder =>
            {
                builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
                builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            },
        }).Always("401 (empty)"),
        (Authorization("Authorization behind status code pages", static _ => { }) with
        {
            Use = static app => app.UseStatusCodePagesWithRedirects("/error/{0}").UseAuthentication().UseAuthorization(),
        }).Always("401 (empty)"),
        new("CORS", "CORS")
        {
            Add = static builder => builder.Services.AddCors(static options => options.AddDefaultPolicy(static policy => policy.AllowAnyOrigin())),
            Use = static app => app.UseCors(),
            Headers = { ["Origin"] = "https://elsewhere.example.com" },
        },
        new("CORS that does not allow the origin", "CORS")
        {
            Add = static builder => builder.Services.AddCors(static options => options.AddDefaultPolicy(static policy => policy.WithOrigins("https://orders.example.com"))),
            Use = static app => app.UseCors(),
            Headers = { ["Origin"] = "https://elsewhere.example.com" },
        },
        new("Antiforgery", "Antiforgery")
        {
            Add = static builder => builder.Services.AddAntiforgery(),
            Use = static app => app.UseAntiforgery(),
        },
    ];

    private static MiddlewareRow RateLimiter(string name, Action<WebApplication> use) => new(name, "Rate limiter")
    {
        Add = static builder => builder.Services.AddRateLimiter(static options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, int>(static _ => RateLimitPartition.Get(0, static _ => new NoPermits()));
            options.AddPolicy("none", static _ => RateLimitPartition.Get(0, static _ => new NoPermits()));
        }),
        Use = use,
    };

    private static MiddlewareRow Redirection(string name, Action<IEndpointConventionBuilder> endpoints) => new(name, "HTTPS redirection")
    {
        Add = static builder => builder.Services.AddHttpsRedirection(static options => options.HttpsPort = 443),
        Use = static app => app.UseHttpsRedirection(),
        Endpoints = endpoints,
    };

    private static MiddlewareRow Authorization(string name, Action<IEndpointConventionBuilder> endpoints) => new(name, "Authorization")
    {
        Add = static builder =>
        {
            builder.Services.AddAuthentication("none").AddScheme<AuthenticationSchemeOptions, NobodyHandler>("none", null);
            builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        },
        Use = static app => app.UseAuthentication().UseAuthorization(),
        Endpoints = endpoints,
    };
}
