using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.AspNetCore.Tests.Middleware;

/// <summary>Middleware that cancels the request: it decides what is answered.</summary>
internal static class TimeoutRows
{
    private const string Page = "Request timeouts";

    public static MiddlewareRow[] All { get; } =
    [
        Row("Request timeouts", new RequestTimeoutPolicy { Timeout = TimeSpan.FromMilliseconds(50) }) with { Hanging = "504 (empty)" },
        Row("Request timeouts with a status code", new RequestTimeoutPolicy { Timeout = TimeSpan.FromMilliseconds(50), TimeoutStatusCode = 418 })
            with { Hanging = "418 (empty)" },
        Row("Request timeouts with a writer", new RequestTimeoutPolicy
        {
            Timeout = TimeSpan.FromMilliseconds(50),
            WriteTimeoutResponse = static context => context.Response.WriteAsync("too slow"),
        }) with { Hanging = "504 too slow" },
        Row("Request timeouts, disabled on the endpoints", new RequestTimeoutPolicy { Timeout = TimeSpan.FromMilliseconds(1) })
            with { Endpoints = static endpoints => endpoints.DisableRequestTimeout(), CutShort = null },

        // The exception handler takes a cancelled request for a client that left, and the timeout never hears of it.
        Row("Request timeouts around the exception handler", new RequestTimeoutPolicy { Timeout = TimeSpan.FromMilliseconds(50) })
            with
            {
                Use = static app => app.UseRequestTimeouts().UseExceptionHandler(static handler => handler.Run(static context => context.Response.WriteAsync("sorry"))),
                Hanging = "499 (empty)",
            },
        new("A middleware that swallows its own cancellation", Page)
        {
            Add = static builder => builder.Services.AddSingleton<CancellationTokenSource>(),
            Use = static app => app.Use(static async (context, next) =>
            {
                context.RequestAborted = context.RequestServices.GetRequiredService<CancellationTokenSource>().Token;
                try
                {
                    await next(context);
                }
                catch (OperationCanceledException)
                {
                }
            }),
            CutShort = static services => services.GetRequiredService<CancellationTokenSource>().CancelAfter(TimeSpan.FromMilliseconds(50)),
            Hanging = "503 (empty)",
        },
    ];

    private static MiddlewareRow Row(string name, RequestTimeoutPolicy policy) => new(name, Page)
    {
        Add = static builder => builder.Services.AddRequestTimeouts(),
        Use = static app => app.UseRequestTimeouts(),

        // A healthy probe of a busy machine may take longer than the hanging one is given.
        CutShort = services => services.GetRequiredService<IOptionsMonitor<RequestTimeoutOptions>>().CurrentValue.DefaultPolicy = policy,
    };
}
