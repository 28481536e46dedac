using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.AspNetCore.Tests;

/// <summary>The endpoints on one port of two.</summary>
public sealed class ManagementPortTests
{
    [Fact]
    public async Task Get_OtherPort_IsNotFoundWhateverTheHostHeaderSays()
    {
        int port = FreePort.Next();
        string other = $"http://127.0.0.1:{FreePort.Next()}";
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(tags: ["live"]), app =>
        {
            app.Urls.Add(other);
            app.Urls.Add($"http://127.0.0.1:{port}");
            app.MapGet("/", () => "hello");
            app.MapPhilaeHealthChecks(configure: options =>
            {
                options.Port = port;
                options.AllowSelection = true;
            });
        });

        foreach (string path in (string[])["/_health", "/_health/live", "/_health/ready", "/_health/startup", "/_health/probes/sample"])
        {
            using var forged = new HttpRequestMessage(HttpMethod.Get, other + path) { Headers = { Host = $"127.0.0.1:{port}" } };
            using var honest = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}{path}") { Headers = { Host = "elsewhere:1" } };

            (await app.Client.PostAsync(other + path, null)).StatusCode.Should().Be(HttpStatusCode.NotFound, path);
            using HttpResponseMessage posted = await app.Client.PostAsync($"http://127.0.0.1:{port}{path}", null);
            (posted.StatusCode, string.Join(' ', posted.Content.Headers.Allow)).Should().Be((HttpStatusCode.MethodNotAllowed, "GET HEAD OPTIONS"), path);
            (await app.Client.SendAsync(forged)).StatusCode.Should().Be(HttpStatusCode.NotFound, path);
            (await app.Client.SendAsync(honest)).StatusCode.Should().Be(HttpStatusCode.OK, path);
        }

        (await app.Client.GetStringAsync(other)).Should().Be("hello");
        app.Log.Entries.Should().NotContain(entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Start_PortThatNobodyListensOn_IsLoggedAsAnError()
    {
        await using TestApp app = await TestApp.StartAsync(checks => checks.AddPhilaeSample(), options => options.Port = 1);

        app.Log.Entries.Should().ContainSingle(entry => entry.Level == LogLevel.Error).Which.Text.Should().Contain("port 1,").And.Contain("PhilaeEndpointOptions.Port");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65536)]
    public async Task Map_PortOutOfRange_NamesIt(int port)
    {
        Func<Task> start = () => TestApp.StartAsync(checks => checks.AddPhilaeSample(), options => options.Port = port);

        await start.Should().ThrowAsync<ArgumentException>().WithMessage("PhilaeEndpointOptions.Port*");
    }
}
