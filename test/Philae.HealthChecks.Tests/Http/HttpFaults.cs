using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Tests.Http;

/// <summary>What an HTTP server can do wrong, for every probe that asks for one path and reads the body.</summary>
public abstract class HttpFaults : HttpServerTests
{
    /// <summary>How the probe asks. Only a GET follows redirects.</summary>
    protected virtual string Method => "GET";

    /// <summary>What the probe asks for.</summary>
    protected abstract string Path { get; }

    /// <summary>A body that is healthy.</summary>
    protected abstract string Good { get; }

    /// <summary>What a body that is not the probe's reads.</summary>
    protected abstract string Invalid { get; }

    /// <summary>JSON that is not what the probe reads.</summary>
    protected virtual IEnumerable<string> OtherShapes => [];

    /// <summary>What a failure to get an answer reads.</summary>
    protected virtual string Unsent => "Unable to send request";

    /// <summary>What a body without an end reads.</summary>
    protected virtual string TooLarge => "response too large: unexpected response";

    /// <summary>What a status of 500 reads.</summary>
    protected virtual string InternalServerError => "Invalid return code: 500 Internal Server Error";

    /// <summary>What a status of 401 reads.</summary>
    protected virtual string Unauthorized => "Invalid return code: 401 Unauthorized: authentication failed";

    /// <summary>Registers the probe of a server, passing the settings of its connection on.</summary>
    protected abstract void Add(IHealthChecksBuilder builder, Uri server, Action<HttpConnectionOptions> configure);

    [Fact]
    public async Task Check_GoodBody_IsHealthyAndAskedForOnce()
    {
        Server.On(Path, 200, Good);

        (await ErrorAsync(Server.Address)).Should().BeNull();
        Server.Requests.Single().Should().Match<HttpServer.Request>(request => request.Method == Method && request.Target == Path);
    }

    [Fact]
    public async Task Check_500_IsUnhealthy()
    {
        Server.On(Path, 500, "oops");

        (await ErrorAsync(Server.Address)).Should().Be(InternalServerError);
    }

    [Fact]
    public async Task Check_401_IsAuthenticationFailed()
    {
        Server.On(Path, 401);

        (await ErrorAsync(Server.Address)).Should().Be(Unauthorized);
    }

    [Fact]
    public async Task Check_204_IsInvalid()
    {
        Server.On(Path, 204);

        (await ErrorAsync(Server.Address)).Should().Be(Invalid);
    }

    [Fact]
    public async Task Check_Redirect_IsFollowedByAGet()
    {
        Server.Redirect(Path, "/elsewhere", 307).On("/elsewhere", 200, Good);

        (await ErrorAsync(Server.Address)).Should().Be(Method == "GET" ? null : $"{Unsent}: unexpected response");
        Server.Requests.Should().HaveCount(Method == "GET" ? 2 : 1);
    }

    [Fact]
    public async Task Check_RedirectLoop_IsAnUnexpectedResponse()
    {
        Server.Redirect(Path, Path);

        (await ErrorAsync(Server.Address)).Should().Be($"{Unsent}: unexpected response");
        Server.Requests.Should().HaveCount(Method == "GET" ? 11 : 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>sign in</html>")]
    [InlineData("{\"status\":")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("1")]
    [InlineData("\"OK\"")]
    [InlineData("{\"status\":{\"indicator\":\"\\ud800\"},\"version\":{\"number\":\"\\ud800\"}}")]
    public async Task Check_OtherBody_IsInvalid(string body)
    {
        Server.On(Path, 200, body);

        (await ErrorAsync(Server.Address)).Should().Be(Invalid);
    }

    [Fact]
    public async Task Check_JsonOfAnotherShape_IsInvalid()
    {
        foreach (string shape in OtherShapes)
        {
            Server.On(Path, 200, shape);

            (await ErrorAsync(Server.Address)).Should().Be(Invalid, shape);
        }
    }

    [Fact]
    public async Task Check_NestsTooDeep_IsInvalid()
    {
        Server.On(Path, 200, new string('[', 100_000));

        (await ErrorAsync(Server.Address)).Should().Be(Invalid);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_EndlessBody_IsTooLarge(bool saysItsLength)
    {
        byte[] chunk = [.. Enumerable.Repeat((byte)' ', 64 * 1024)];
        Server.On(Path, async context =>
        {
            context.Response.ContentLength = saysItsLength ? 1L << 40 : null;
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        });

        (await ErrorAsync(Server.Address)).Should().Be(TooLarge);
        await Eventually.TrueAsync(() => Server.OpenConnections == 0);
    }

    [Fact]
    public async Task Check_OneByteASecond_IsCutAtTheResponseTimeout()
    {
        var time = new FakeTimeProvider();
        Server.On(Path, async context =>
        {
            for (int second = 0; second < 2; second++)
            {
                await context.Response.Body.WriteAsync(" "u8.ToArray(), context.RequestAborted);
                time.Advance(TimeSpan.FromSeconds(1));
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        (await ErrorAsync(Server.Address, static options => options.ResponseTimeout = TimeSpan.FromSeconds(2), time)).Should().Be($"{Unsent}: timed out");
    }

    [Fact]
    public async Task Check_ClosedInMidBody_IsAnUnexpectedResponse()
    {
        await using var server = new RawServer(async (stream, stop) =>
        {
            await RawServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Good.Length + 1}\r\n\r\n{Good}"), stop);
        });

        (await ErrorAsync(new Uri($"http://127.0.0.1:{server.Port}"))).Should().Be($"{Unsent}: unexpected response");
    }

    [Theory]
    [InlineData(true, false, "localhost", null)]
    [InlineData(false, false, "localhost", "tls handshake failed")]
    [InlineData(true, true, "localhost", "tls handshake failed")]
    [InlineData(true, false, "other.example", "tls handshake failed")]
    public async Task Check_Certificate_IsVerified(bool trusted, bool expired, string host, string? reason)
    {
        using var certificate = new TestCertificate(host, expired);
        await using HttpServer server = (await HttpServer.StartAsync(certificate)).On(Path, 200, Good);

        string? error = await ErrorAsync(server.Address, options => options.CertificateAuthorityFile = trusted ? certificate.AuthorityFile : null);

        error.Should().Be(reason is null ? null : $"{Unsent}: {reason}");
    }

    protected async Task<string?> ErrorAsync(Uri server, Action<HttpConnectionOptions>? configure = null, FakeTimeProvider? time = null)
    {
        await using ProbeHost host = Host(server, configure, time);
        return await HttpCheck.ErrorAsync(host);
    }

    protected ProbeHost Host(Uri server, Action<HttpConnectionOptions>? configure = null, FakeTimeProvider? time = null) => new(
        builder => Add(builder, server, options =>
        {
            options.ConnectTimeout = HttpCheck.Never; // .NET's own timer for it runs on the real clock
            configure?.Invoke(options);
        }),
        time ?? new FakeTimeProvider());
}
