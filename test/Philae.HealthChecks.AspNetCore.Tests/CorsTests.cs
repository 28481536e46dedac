using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>OPTIONS belongs to CORS where the application uses it, and to the health endpoints otherwise.</summary>
public sealed class CorsTests
{
    public static TheoryData<string> Policies => ["default", "named", "of the endpoints"];

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Options_Preflight_IsAnsweredByThePolicyOfTheApplication(string policy)
    {
        await using TestApp app = await StartAsync(policy);

        using HttpResponseMessage preflight = await PreflightAsync(app, "https://status.example.com");
        using HttpResponseMessage plain = await app.Client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/_health"));
        using HttpResponseMessage get = await app.Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, "/_health") { Headers = { { "Origin", "https://status.example.com" } } });

        preflight.StatusCode.Should().Be(HttpStatusCode.NoContent);
        preflight.Headers.GetValues("Access-Control-Allow-Origin").Should().Equal("https://status.example.com");
        plain.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        get.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        get.Headers.GetValues("Access-Control-Allow-Origin").Should().Equal("https://status.example.com");
    }

    [Fact]
    public async Task Options_PreflightWithoutCors_IsTheStatus()
    {
        await using TestApp app = await StartAsync("none");

        using HttpResponseMessage preflight = await PreflightAsync(app, "https://status.example.com");

        preflight.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        preflight.Headers.Contains("Access-Control-Allow-Origin").Should().BeFalse();
    }

    // A route of the application that accepts preflight requests, as MVC's do, would get those for the health endpoints.
    [Fact]
    public async Task Options_PreflightBesideACatchAllWithCors_IsNotAnsweredByItsPolicy()
    {
        await using TestApp app = await StartAsync("of a catch-all");

        using HttpResponseMessage preflight = await PreflightAsync(app, "https://status.example.com");

        preflight.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    private static async Task<HttpResponseMessage> PreflightAsync(TestApp app, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/_health")
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "GET" } },
        };
        return await app.Client.SendAsync(request);
    }

    private static Task<TestApp> StartAsync(string policy) => TestApp.StartAsync(
        checks =>
        {
            checks.AddPhilaeSample(false);
            void Allow(CorsPolicyBuilder builder) => builder.WithOrigins("https://status.example.com");
            checks.Services.AddCors(options =>
            {
                options.AddPolicy("status", Allow);
                if (policy == "default")
                {
                    options.AddDefaultPolicy(Allow);
                }
            });
        },
        app =>
        {
            switch (policy)
            {
                case "default" or "of the endpoints" or "of a catch-all":
                    app.UseCors();
                    break;
                case "named":
                    app.UseCors("status");
                    break;
            }

            IEndpointConventionBuilder endpoints = app.MapPhilaeHealthChecks();
            if (policy == "of the endpoints")
            {
                endpoints.RequireCors("status");
            }
            else if (policy == "of a catch-all")
            {
                app.Map("{**path}", static () => "hello").WithMetadata(new HttpMethodMetadata(["GET"], acceptCorsPreflight: true)).RequireCors("status");
            }
        });
}
