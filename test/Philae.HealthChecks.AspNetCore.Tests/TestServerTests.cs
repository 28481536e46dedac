using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>The endpoints on a server in memory, as other people's tests have them.</summary>
public sealed class TestServerTests
{
    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.ServiceUnavailable)]
    public async Task Send_TestServer_AnswersAsKestrelDoes(bool healthy, HttpStatusCode status)
    {
        await using WebApplication app = await StartAsync(healthy);
        using HttpClient client = app.GetTestClient();

        using HttpResponseMessage get = await client.GetAsync("/_health");
        using HttpResponseMessage head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/_health"));
        using HttpResponseMessage options = await client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/_health"));

        (get.StatusCode, head.StatusCode, options.StatusCode).Should().Be((status, status, status));
        PhilaeReport.Read(await get.Content.ReadAsByteArrayAsync()).Healthy.Should().Be(healthy);
        (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        (await options.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        (await client.PostAsync("/_health", null)).StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        (await client.GetAsync("/_health/nonsense")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Send_CallerCancels_CancelsTheRequest()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WebApplication app = await StartAsync(true, checks => checks.AddPhilaeProbe("p", cancellationToken =>
        {
            started.SetResult();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        }));
        using HttpClient client = app.GetTestClient();
        using var leaving = new CancellationTokenSource();
        Task<HttpResponseMessage> left = client.GetAsync("/_health", leaving.Token);
        await started.Task;

        await leaving.CancelAsync();

        await left.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    // It has no ports: the connection's is 0 unless the test sets it.
    [Theory]
    [InlineData(0, 404)]
    [InlineData(8081, 200)]
    public async Task Send_WithPort_GoesByThePortThatTheTestSets(int port, int status)
    {
        await using WebApplication app = await StartAsync(true, configure: static options => options.Port = 8081);

        HttpContext context = await app.GetTestServer().SendAsync(context =>
        {
            context.Request.Path = "/_health";
            context.Connection.LocalPort = port;
        });

        context.Response.StatusCode.Should().Be(status);
    }

    private static async Task<WebApplication> StartAsync(
        bool healthy, Action<IHealthChecksBuilder>? add = null, Action<PhilaeEndpointOptions>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        IHealthChecksBuilder checks = builder.Services.AddHealthChecks().AddPhilaeSample(healthy);
        add?.Invoke(checks);
        WebApplication app = builder.Build();
        app.MapPhilaeHealthChecks(configure: configure);
        app.MapFallback(static () => "hello");
        await app.StartAsync();
        return app;
    }
}
