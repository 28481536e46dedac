using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Philae.HealthChecks.AspNetCore.Tests.Middleware;

/// <summary>A service on a real Kestrel with one probe, a clock that stands, and the pipeline of a row.</summary>
internal sealed class MiddlewareApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MiddlewareRow _row;
    private readonly FakeTimeProvider _time = new();

    private MiddlewareApp(WebApplication app, MiddlewareRow row, SwitchedProbe probe, FakeTimeProvider time)
    {
        (_app, _row, Probe, _time) = (app, row, probe, time);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All })
        {
            BaseAddress = new Uri(app.Urls.First()),
        };
    }

    public SwitchedProbe Probe { get; }

    public HttpClient Client { get; }

    public static async Task<MiddlewareApp> StartAsync(MiddlewareRow row)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(row.Arguments);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var probe = new SwitchedProbe();
        var time = new FakeTimeProvider();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddHealthChecks().AddPhilaeProbe(probe);
        row.Add(builder);
        WebApplication app = builder.Build();
        row.Use(app);
        row.Endpoints(app.MapPhilaeHealthChecks(configure: static options => options.AllowSelection = true));
        await app.StartAsync();
        return new MiddlewareApp(app, row, probe, time);
    }

    /// <summary>Status code and body, as the rows write them.</summary>
    public async Task<string> AskAsync(string verb, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        foreach ((string name, string value) in _row.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await Client.SendAsync(request);
        HttpContentHeaders headers = response.Content.Headers;
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        string text = Encoding.UTF8.GetString(body);
        if (headers.ContentType?.MediaType == "application/json" && text.StartsWith("{\"healthy\":", StringComparison.Ordinal))
        {
            PhilaeReport report = PhilaeReport.Read(body);
            text = report.Healthy ? "healthy" : Innermost(report.Probes.First(probe => !probe.Healthy).Error!);
        }

        text = text.StartsWith('<') ? "html" : text;
        string allow = response.StatusCode == HttpStatusCode.MethodNotAllowed && headers.Allow.Count == 0 ? " without Allow" : "";
        return $"{(int)response.StatusCode} {(text.Length == 0 ? "(empty)" : text)}{allow}";
    }

    /// <summary>Asks while the probe hangs, and lets time pass until there is an answer, or has the middleware end it.</summary>
    public async Task<string> AskHangingAsync(string path)
    {
        Probe.State = MiddlewareRow.HangingState;
        _row.CutShort?.Invoke(_app.Services);
        Task<string> answer = AskAsync("GET", path);
        await Task.WhenAny(answer, Probe.Hanging);
        while (_row.CutShort is null && await Task.WhenAny(answer, Task.Delay(20)) != answer)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        return await answer.WaitAsync(TimeSpan.FromMinutes(1));
    }

    public async ValueTask DisposeAsync()
    {
        Probe.Release();
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static string Innermost(PhilaeError error) => error.Underlying is { } cause ? Innermost(cause) : error.Message ?? "";
}
