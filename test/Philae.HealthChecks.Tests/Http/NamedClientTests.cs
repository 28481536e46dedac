using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Tests.Http;

/// <summary>Every row of the table in docs/probes/http.md: what the probe takes of a client of the application's.</summary>
public sealed class NamedClientTests : HttpServerTests
{
    private static readonly Dictionary<string, Func<HttpServer, Task>> Rows = new()
    {
        ["`BaseAddress`"] = static async server =>
        {
            (await ErrorAsync(server.Url("/it"), server.On("/it", 204), static client => client.ConfigureHttpClient(static its => its.BaseAddress = new Uri("http://192.0.2.1/")))).Should().BeNull();
            server.Requests.Single().Target.Should().Be("/it");
        },
        ["`DefaultRequestHeaders`"] = static async server =>
        {
            server.On("/", 204);
            (await ErrorAsync(server, static client => client.ConfigureHttpClient(static its =>
            {
                its.DefaultRequestHeaders.Add("X-Api-Key", "k");
                its.DefaultRequestHeaders.Authorization = new("Bearer", "t");
                its.DefaultRequestHeaders.Host = "other.example";
            }))).Should().BeNull();

            IReadOnlyDictionary<string, string> headers = server.Requests.Single().Headers;
            (headers["X-Api-Key"], headers["Authorization"], headers["Host"]).Should().Be(("k", "Bearer t", "other.example"));
        },
        ["`DefaultRequestHeaders.Authorization` beside a password of the probe's"] = static async server =>
        {
            string? error = await ErrorAsync(
                server.Url(userInfo: "u:p"), server.On("/", 204), static client => client.ConfigureHttpClient(static its => its.DefaultRequestHeaders.Authorization = new("Bearer", "t")));

            error.Should().BeNull();
            server.Requests.Single().Authorization.Should().Be("Basic " + Convert.ToBase64String("u:p"u8));
        },
        ["`Timeout`"] = static async server => // the probe's own clock stands still
            (await ErrorAsync(
                server.On("/", static context => Task.Delay(Timeout.Infinite, context.RequestAborted)),
                static client => client.ConfigureHttpClient(static its => its.Timeout = TimeSpan.FromMilliseconds(50))))
                .Should().Be("Unable to send request: timed out"),
        ["`MaxResponseContentBufferSize`"] = static async server =>
            (await ErrorAsync(
                server.Url(), server.On("/", 200, "more than ten bytes"), static client => client.ConfigureHttpClient(static its => its.MaxResponseContentBufferSize = 10),
                static options => options.ResponseValidator = ReadsAsync("more than ten bytes"))).Should().BeNull(),
        ["`DefaultRequestVersion`, `DefaultVersionPolicy`"] = static async _ =>
        {
            using var certificate = new TestCertificate();
            await using HttpServer server = (await HttpServer.StartAsync(certificate)).On("/", 204);
            (await ErrorAsync(server, static client => AnyCertificate(client).ConfigureHttpClient(
                static its => (its.DefaultRequestVersion, its.DefaultVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact)))).Should().BeNull();
            (await ErrorAsync(server, static client => AnyCertificate(client))).Should().BeNull();

            server.Requests.Select(static request => request.Protocol).Should().Equal("HTTP/2", "HTTP/1.1");
        },
        ["handlers (`AddHttpMessageHandler`), such as retries"] = static async server =>
        {
            (await ErrorAsync(server.On("/", 503), static client => client.AddHttpMessageHandler(static () => new Twice()))).Should().StartWith("Invalid return code: 503");
            server.Requests.Should().HaveCount(2);
        },
        ["`ConfigureHttpClientDefaults`"] = static async server =>
        {
            server.On("/", 204);
            (await ErrorAsync(server, static client => client.Services.ConfigureHttpClientDefaults(
                static all => all.ConfigureHttpClient(static its => its.DefaultRequestHeaders.Add("X-All", "a"))))).Should().BeNull();

            server.Requests.Single().Headers["X-All"].Should().Be("a");
        },
        ["`SetHandlerLifetime`"] = static async server =>
        {
            int made = 0;
            await using ProbeHost host = Host(server.On("/", 204).Url(), client => client
                .SetHandlerLifetime(TimeSpan.FromSeconds(1)) // the least that there is
                .ConfigurePrimaryHttpMessageHandler(() =>
                {
                    Interlocked.Increment(ref made);
                    return new SocketsHttpHandler();
                }));

            await Eventually.TrueAsync(async () =>
            {
                (await HttpCheck.ErrorAsync(host)).Should().BeNull();
                return made >= 2;
            });
        },
        ["`AllowAutoRedirect` true, the default"] = static async server =>
        {
            server.Redirect("/", "/to").On("/to", 500);
            (await ErrorAsync(server.Url(userInfo: "u:p"), server, static _ => { })).Should().StartWith("Invalid return code: 500");

            server.Requests.Select(static request => request.Authorization is not null).Should().Equal([true, false], ".NET's handler drops them");
        },
        ["`AllowAutoRedirect` false"] = static async server =>
        {
            server.Redirect("/", "/to").On("/to", 500);
            (await ErrorAsync(server, static client => client.ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false }))).Should().BeNull();
            (await ErrorAsync(server, static client => client.ConfigurePrimaryHttpMessageHandler(static () => new HttpClientHandler { AllowAutoRedirect = false }))).Should().BeNull();

            server.Requests.Select(static request => request.Target).Should().Equal("/", "/");
        },
        ["`MaxAutomaticRedirections`"] = static async server =>
        {
            server.Redirect("/", "/a").Redirect("/a", "/b").Redirect("/b", "/c").On("/c", 204);
            (await ErrorAsync(server, static client => client.ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { MaxAutomaticRedirections = 2 })))
                .Should().Be("Unable to send request: unexpected response");
            (await ErrorAsync(server, static client => client.ConfigurePrimaryHttpMessageHandler(static () => new HttpClientHandler { MaxAutomaticRedirections = 3 }))).Should().BeNull();

            server.Requests.Select(static request => request.Target).Should().Equal("/", "/a", "/b", "/", "/a", "/b", "/c");
        },
        ["cookies (`UseCookies`, `CookieContainer`)"] = static async server =>
        {
            server.On("/", static context =>
            {
                context.Response.Cookies.Append("session", "s");
                return Task.CompletedTask;
            });
            await using ProbeHost host = Host(server.Url(), static _ => { });
            await HttpCheck.ErrorAsync(host);
            await HttpCheck.ErrorAsync(host);

            server.Requests.Select(static request => request.Headers.GetValueOrDefault("Cookie")).Should().Equal(null, "session=s");
        },
        ["`Credentials`, `PreAuthenticate`"] = static async server =>
        {
            server.On("/", static context =>
            {
                bool isKnown = context.Request.Headers.Authorization.Count > 0;
                context.Response.StatusCode = isKnown ? 204 : 401;
                context.Response.Headers.WWWAuthenticate = isKnown ? default : "Basic realm=\"r\"";
                return Task.CompletedTask;
            });

            (await ErrorAsync(server, static client => client.ConfigurePrimaryHttpMessageHandler(
                static () => new HttpClientHandler { Credentials = new NetworkCredential("u", "p"), PreAuthenticate = true }))).Should().BeNull();
            server.Requests.Should().HaveCount(2);
        },
        ["`Proxy`, `UseProxy`"] = static async server =>
        {
            server.On("/it", 204);
            (await ErrorAsync("http://nowhere.invalid/it", server, client => client.ConfigurePrimaryHttpMessageHandler(
                () => new SocketsHttpHandler { Proxy = new WebProxy(server.Url()) }))).Should().BeNull();

            server.Requests.Single().Target.Should().Be("http://nowhere.invalid/it");
        },
        ["TLS (`SslOptions`, `ServerCertificateCustomValidationCallback`, `ClientCertificates`)"] = static async _ =>
        {
            using var certificate = new TestCertificate();
            await using HttpServer server = (await HttpServer.StartAsync(certificate)).On("/", 204);

            (await ErrorAsync(server, static client => AnyCertificate(client))).Should().BeNull();
            (await ErrorAsync(server, static _ => { })).Should().Be("Unable to send request: tls handshake failed");
        },
        ["`AutomaticDecompression`"] = static async server =>
        {
            server.On("/", static async context =>
            {
                context.Response.Headers.ContentEncoding = "gzip";
                using var body = new MemoryStream();
                await using (var zipped = new GZipStream(body, CompressionMode.Compress, leaveOpen: true))
                {
                    zipped.Write("plain"u8);
                }

                await context.Response.Body.WriteAsync(body.ToArray());
            });

            (await ErrorAsync(
                server.Url(), server, static client => client.ConfigurePrimaryHttpMessageHandler(static () => new HttpClientHandler { AutomaticDecompression = DecompressionMethods.GZip }),
                static options => options.ResponseValidator = ReadsAsync("plain"))).Should().BeNull();
            server.Requests.Single().Headers["Accept-Encoding"].Should().Be("gzip");
        },
        ["`ConnectTimeout`, `ConnectCallback` of its `SocketsHttpHandler`"] = static async server =>
            (await ErrorAsync("http://nowhere.invalid/", server.On("/", 204), client => client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectCallback = async (_, cancellationToken) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                    await socket.ConnectAsync(IPAddress.Loopback, server.Port, cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }))).Should().BeNull(),
        ["a primary handler that is none of .NET's"] = static async server =>
            (await ErrorAsync(server, static client => client.ConfigurePrimaryHttpMessageHandler(static () => new Answering(HttpStatusCode.Found)))).Should().BeNull("its answers are answers"),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Check_NamedClient_IsAsTheTableSays(string row) => Rows[row](Server);

    [Fact]
    public void Table_OfThePage_HasTheseRows()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "probes", "http.md"));
        string table = page[page.IndexOf("## Your own client", StringComparison.Ordinal)..page.IndexOf("## Failures", StringComparison.Ordinal)];

        table.Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(static line => line.Split(" | ")[0][2..]).Should().Equal(Rows.Keys);
    }

    private static Task<string?> ErrorAsync(HttpServer server, Action<IHttpClientBuilder> client) => ErrorAsync(server.Url(), server, client);

    private static async Task<string?> ErrorAsync(string url, HttpServer server, Action<IHttpClientBuilder> client, Action<HttpProbeOptions>? configure = null)
    {
        _ = server;
        await using ProbeHost host = Host(url, client, configure);
        return await HttpCheck.ErrorAsync(host);
    }

    private static ProbeHost Host(string url, Action<IHttpClientBuilder> client, Action<HttpProbeOptions>? configure = null) => new(
        checks =>
        {
            client(checks.Services.AddHttpClient("its"));
            HttpCheck.Add(checks, url, options =>
            {
                options.HttpClientName = "its";
                configure?.Invoke(options);
            });
        },
        new Microsoft.Extensions.Time.Testing.FakeTimeProvider());

    private static Func<Stream, CancellationToken, Task> ReadsAsync(string expected) => async (body, cancellationToken) =>
    {
        using var reader = new StreamReader(body, Encoding.UTF8);
        (await reader.ReadToEndAsync(cancellationToken)).Should().Be(expected);
    };

    private static IHttpClientBuilder AnyCertificate(IHttpClientBuilder client) => client.ConfigurePrimaryHttpMessageHandler(
        static () => new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator });

    private sealed class Twice : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (await base.SendAsync(request, cancellationToken)).Dispose();
            return await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Answering(HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Headers = { Location = new Uri("http://192.0.2.1/") } });
    }
}
