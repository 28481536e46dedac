using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Tests.Http;

/// <summary>Whose client it is: the probe's own, which the application's defaults do not reach, or one of the application's.</summary>
public sealed class HttpClientNameTests : HttpServerTests
{
    private const string Name = "payments-client";
    private readonly Retrying _handler = new();

    [Fact]
    public async Task Check_OwnClient_HasNoneOfTheApplicationsHandlers()
    {
        Server.On("/", 503);
        await using ProbeHost host = Host(null);

        (await HttpCheck.ErrorAsync(host)).Should().Be("Invalid return code: 503 Service Unavailable");

        _handler.Calls.Should().Be(0);
        Server.Requests.Single().Headers.Should().NotContainKey("User-Agent");
    }

    [Fact]
    public async Task Check_NamedClient_HasItsHandlersAndHeaders()
    {
        Server.On("/", 503);
        await using ProbeHost host = Host(Name);

        (await HttpCheck.ErrorAsync(host)).Should().Be("Invalid return code: 503 Service Unavailable");

        _handler.Calls.Should().Be(1);
        Server.Requests.Should().HaveCount(2, "the handler tries again").And.OnlyContain(request => request.Headers["User-Agent"] == "orders/1.0");
    }

    [Fact]
    public async Task Check_NamedClientRedirected_ReportsWhatItFound()
    {
        Server.Redirect("/", "/to").On("/to", 500);
        await using ProbeHost host = Host(Name);

        (await HttpCheck.ErrorAsync(host)).Should().StartWith("Invalid return code: 500");
    }

    [Fact]
    public async Task Check_NamedClientsHandlerThrows_HidesItsText()
    {
        _handler.Throws = new InvalidOperationException("circuit of bob is open");
        await using ProbeHost host = Host(Name);

        var report = await host.Prober.CheckAsync();

        ProbeHost.Reason(report).Should().Be("probe check failed: Unable to send request");
        ProbeHost.Json(report).Should().NotContain("bob");
    }

    [Fact]
    public async Task Check_NamedClientHangs_IsCutAtTheResponseTimeout()
    {
        var time = new FakeTimeProvider();
        Server.On("/", context =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using ProbeHost host = Host(Name, time);

        (await HttpCheck.ErrorAsync(host)).Should().Be("Unable to send request: timed out");
    }

    [Fact]
    public async Task Check_NamedClientWithoutFactory_IsNotConfigured()
    {
        string? error = await HttpCheck.ErrorAsync(Server.Url(), options => options.HttpClientName = Name);

        error.Should().Be("not configured");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(Name, true)]
    public async Task Check_RequestLog_IsOfTheApplicationsClientAlone(string? clientName, bool logged)
    {
        Server.On("/", 200);
        await using ProbeHost host = Host(clientName);

        await HttpCheck.ErrorAsync(host);

        host.Log.Entries.Any(entry => entry.Level > LogLevel.Debug && entry.Text.Contains("HTTP request", StringComparison.Ordinal)).Should().Be(logged);
    }

    private ProbeHost Host(string? clientName, FakeTimeProvider? time = null) => new(
        builder =>
        {
            builder.Services.ConfigureHttpClientDefaults(defaults => defaults
                .ConfigureHttpClient(client => client.DefaultRequestHeaders.Add("User-Agent", "orders/1.0"))
                .AddHttpMessageHandler(() => _handler));
            builder.Services.AddHttpClient(Name);
            HttpCheck.Add(builder, Server.Url(userInfo: $"user:{ProbeConformance.Secret}"), options => options.HttpClientName = clientName);
        },
        time ?? new FakeTimeProvider());

    /// <summary>Tries once more on 503, as resilience handlers do.</summary>
    private sealed class Retrying : DelegatingHandler
    {
        public int Calls { get; private set; }

        public Exception? Throws { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            HttpResponseMessage response = Throws is null ? await base.SendAsync(request, cancellationToken) : throw Throws;
            return response.StatusCode == HttpStatusCode.ServiceUnavailable ? await base.SendAsync(request, cancellationToken) : response;
        }
    }
}
