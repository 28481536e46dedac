using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.TestKit.Fakes;

/// <summary>A real HTTP server on a free port of loopback: one handler a path, 404 elsewhere, and a record of what it was sent.</summary>
public sealed class HttpServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RequestDelegate> _handlers = new();
    private readonly ConcurrentQueue<Request> _requests = new();
    private readonly WebApplication _app;
    private int _connections;
    private int _open;

    private HttpServer(IPAddress address, TestCertificate? certificate, Action<HttpsConnectionAdapterOptions>? tls)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(address, 0, listen =>
        {
            listen.Use(next => async connection =>
            {
                Interlocked.Increment(ref _connections);
                Interlocked.Increment(ref _open);
                try
                {
                    await next(connection);
                }
                finally
                {
                    Interlocked.Decrement(ref _open);
                }
            });
            if (certificate is not null)
            {
                listen.UseHttps(certificate.Certificate, options => tls?.Invoke(options));
            }
        }));
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>A request as it arrived, the target exactly as sent.</summary>
    public sealed record Request(string Method, string Target, string Protocol, IReadOnlyDictionary<string, string> Headers)
    {
        public string? Authorization => Headers.GetValueOrDefault("Authorization");
    }

    public Uri Address { get; private set; } = null!;

    public int Port => Address.Port;

    /// <summary>In order of arrival.</summary>
    public IReadOnlyCollection<Request> Requests => _requests;

    /// <summary>How many were accepted since the start.</summary>
    public int Connections => _connections;

    /// <summary>How many are open now.</summary>
    public int OpenConnections => _open;

    public static async Task<HttpServer> StartAsync(
        TestCertificate? certificate = null, IPAddress? address = null, Action<HttpsConnectionAdapterOptions>? tls = null)
    {
        var server = new HttpServer(address ?? IPAddress.Loopback, certificate, tls);
        await server._app.StartAsync();
        ICollection<string> addresses = server._app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        server.Address = new Uri(addresses.Single());
        return server;
    }

    /// <summary>The URL of a path, with user info or another name of the same host where asked for.</summary>
    public string Url(string path = "/", string? userInfo = null, string? host = null) =>
        $"{Address.Scheme}://{(userInfo is null ? "" : userInfo + "@")}{host ?? Address.Host}:{Port}{path}";

    public HttpServer On(string path, RequestDelegate handler)
    {
        _handlers[path] = handler;
        return this;
    }

    public HttpServer On(string path, int status, string body = "") => On(path, async context =>
    {
        context.Response.StatusCode = status;
        if (body.Length > 0)
        {
            await context.Response.WriteAsync(body);
        }
    });

    public HttpServer Redirect(string path, string location, int status = 302) => On(path, context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    });

    /// <summary>Drops the record of requests, for tests that count memory.</summary>
    public void Forget() => _requests.Clear();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task HandleAsync(HttpContext context)
    {
        IHttpRequestFeature request = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        _requests.Enqueue(new(
            request.Method, request.RawTarget, request.Protocol, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString())));
        if (_handlers.TryGetValue(context.Request.Path, out RequestDelegate? handler))
        {
            return handler(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
