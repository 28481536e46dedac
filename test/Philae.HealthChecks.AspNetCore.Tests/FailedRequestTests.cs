using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>A request that ends with an exception is never a success, whoever swallows the exception.</summary>
public sealed class FailedRequestTests
{
    [Theory]
    [InlineData("nobody", 500)]
    [InlineData("exception handler", 500)]
    [InlineData("swallowed", 503)]
    public async Task Get_PredicateThrows_IsNoSuccess(string handler, int status)
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(), app =>
        {
            Handle(app, handler);
            app.MapPhilaeHealthChecks(configure: options => options.Predicate = _ => throw new InvalidOperationException());
        });

        ((int)(await app.Client.GetAsync("/_health")).StatusCode).Should().Be(status);
    }

    [Theory]
    [InlineData("nobody", 500)]
    [InlineData("exception handler", 500)]
    [InlineData("swallowed", 503)]
    public async Task Get_BodyCannotBeWritten_IsNoSuccess(string handler, int status)
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(), app =>
        {
            Handle(app, handler);
            app.Use(static async (context, next) =>
            {
                Stream body = context.Response.Body;
                context.Response.Body = Stream.Synchronized(new MemoryStream([], writable: false));
                try
                {
                    await next(context);
                }
                finally
                {
                    context.Response.Body = body;
                }
            });
            app.MapPhilaeHealthChecks();
        });

        ((int)(await app.Client.GetAsync("/_health")).StatusCode).Should().Be(status);
    }

    private static void Handle(WebApplication app, string handler)
    {
        if (handler == "exception handler")
        {
            app.UseExceptionHandler(static handler => handler.Run(static context => context.Response.WriteAsync("sorry")));
        }
        else if (handler == "swallowed")
        {
            app.Use(static async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (Exception)
                {
                }
            });
        }
    }
}
