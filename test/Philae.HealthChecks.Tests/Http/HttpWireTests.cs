using System.Net;
using System.Net.Sockets;
using System.Text;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Tests.Http;

/// <summary>What is sent to the byte, and what happens where the other side does not speak HTTP as it should.</summary>
public sealed class HttpWireTests
{
    private string? _sent;

    [Fact]
    public async Task Check_Request_IsAsSmallAsItGets()
    {
        (_, int port) = await AnsweredAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "/ready");

        _sent.Should().Be($"GET /ready HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
    }

    [Theory]
    [InlineData("", "/")]
    [InlineData("?q=1", "/?q=1")]
    [InlineData("/a%2Fb//c", "/a%2Fb//c")]
    [InlineData("/?b=2&a=1&a=&&c&=d", "/?b=2&a=1&a=&&c&=d")]
    [InlineData("/?sig=a%2Bb%3D%26%252F+c&at=u@h:1/?x", "/?sig=a%2Bb%3D%26%252F+c&at=u@h:1/?x")]
    [InlineData("/p@th?x=http://user:pw@h/", "/p@th?x=http://user:pw@h/")]
    [InlineData("/#fragment", "/")]
    public async Task Check_PathAndQuery_AreSentAsWritten(string written, string sent)
    {
        (string? error, _) = await AnsweredAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", written);

        error.Should().BeNull();
        _sent.Should().StartWith($"GET {sent} HTTP/1.1\r\n");
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nbody", null)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", null)]
    [InlineData("HTTP/1.0 500 Oops\r\n\r\n", "Invalid return code: 500 Internal Server Error")]
    [InlineData("", "Unable to send request: unexpected response")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-", "Unable to send request: unexpected response")]
    [InlineData("-ERR unknown command 'GET', with secret arguments\r\n", "Unable to send request: protocol error")]
    [InlineData("220 mail.example.org ESMTP Postfix\r\n", "Unable to send request: protocol error")]
    [InlineData("HTTP/1.1 abc OK\r\n\r\n", "Unable to send request: protocol error")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n", "Unable to send request: protocol error")]
    public async Task Check_Answer_IsUnderstoodOrNamed(string answer, string? expected)
    {
        (string? error, _) = await AnsweredAsync(answer);

        error.Should().Be(expected);
    }

    [Fact]
    public async Task Check_EndlessHeaders_IsAnUnexpectedResponse()
    {
        await using var server = new RawServer(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), stop);
            for (int header = 0; ; header++)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"X-{header}: {new string('x', 1000)}\r\n"), stop);
            }
        });

        (await HttpCheck.ErrorAsync($"http://127.0.0.1:{server.Port}/")).Should().Be("Unable to send request: unexpected response");
    }

    [Fact]
    public async Task Check_HostOfNoAddress_IsNotFound() =>
        (await HttpCheck.ErrorAsync("http://nope.invalid/")).Should().Be("Unable to send request: host not found");

    [Fact]
    public async Task Check_IPv6_IsAskedInBrackets()
    {
        Assert.SkipUnless(Loopback.HasIPv6, "there is no ::1 here");
        await using HttpServer server = (await HttpServer.StartAsync(address: IPAddress.IPv6Loopback)).On("/", 200);

        (await HttpCheck.ErrorAsync($"http://[::1]:{server.Port}/")).Should().BeNull();
        server.Requests.Single().Headers["Host"].Should().Be($"[::1]:{server.Port}");
    }

    private async Task<(string? Error, int Port)> AnsweredAsync(string answer, string path = "/")
    {
        await using var server = new RawServer(async (stream, stop) =>
        {
            _sent = await RawServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stop);
            stream.Socket.Shutdown(SocketShutdown.Send);
        });
        return (await HttpCheck.ErrorAsync($"http://127.0.0.1:{server.Port}{path}"), server.Port);
    }
}
