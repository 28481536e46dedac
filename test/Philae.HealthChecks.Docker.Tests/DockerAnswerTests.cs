using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;

namespace Philae.HealthChecks.Docker.Tests;

/// <summary>What the probe sends, and what it makes of every kind of answer.</summary>
public sealed class DockerAnswerTests : IDisposable
{
    private const string Contact = "probe check failed: Unable to contact docker";

    private readonly string _folder = Directory.CreateTempSubdirectory("philae-test-").FullName;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Check_Twice_SendsThisAndNothingElseOverOneConnection(bool socketFile)
    {
        await using var docker = new FakeDocker(FakeDocker.Http("200 OK", "[]"), socketFile: socketFile ? Path.Combine(_folder, "d.sock") : null);
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target));

        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);
        (await host.CheckAsync()).Status.Should().Be(HealthStatus.Healthy);

        string address = socketFile ? "localhost" : docker.Target["tcp://".Length..];
        string request = $"GET /containers/json?limit=1 HTTP/1.1\r\nHost: {address}\r\nUser-Agent: Docker.DotNet\r\n\r\n";
        docker.Requests.Should().Equal(request, request);
        docker.Accepted.Should().Be(1);
    }

    [Fact]
    public async Task Check_TargetWithAPath_SendsItBelowThePath()
    {
        await using var docker = new FakeDocker(FakeDocker.Http("200 OK", "[]"));
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target.Replace("tcp:", "http:", StringComparison.Ordinal) + "/hosts/a%20b"));

        await host.CheckAsync();

        docker.Requests.Should().ContainSingle().Which.Should().StartWith("GET /hosts/a%20b/containers/json?limit=1 ");
    }

    [Theory]
    [InlineData("200 OK", "[]", null)]
    [InlineData("200 OK", "[{\"Id\":\"1\",\"Names\":[\"/a\"],\"Created\":1700000000,\"State\":\"running\",\"New\":{\"field\":[]}}]", null)]
    [InlineData("200 OK", "null", ": unexpected response")]
    [InlineData("200 OK", "{}", ": protocol error")]
    [InlineData("200 OK", "<html></html>", ": protocol error")]
    [InlineData("200 OK", "", ": protocol error")]
    [InlineData("302 Found\r\nLocation: /", "", ": protocol error")]
    [InlineData("400 Bad Request", "Client sent an HTTP request to an HTTPS server.", ": unexpected response")]
    [InlineData("401 Unauthorized", "", ": authentication failed")]
    [InlineData("403 Forbidden", "{\"message\":\"denied\"}", ": access denied")]
    [InlineData("404 Not Found", "<html></html>", ": not found")]
    [InlineData("407 Proxy Authentication Required", "", ": authentication failed")]
    [InlineData("500 Internal Server Error", "{\"message\":\"broken\"}", ": unexpected response")]
    [InlineData("502 Bad Gateway", "", ": unavailable")]
    [InlineData("503 Service Unavailable", "", ": unavailable")]
    [InlineData("504 Gateway Timeout", "", ": unavailable")]
    public async Task Check_Answer_IsJudgedByStatusAndForm(string status, string body, string? reason)
    {
        await using var docker = new FakeDocker(FakeDocker.Http(status, body));
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target));

        (await ReasonAsync(host)).Should().Be(reason is null ? null : Contact + reason);
        docker.Requests.Should().ContainSingle("a redirect is not followed and nothing is tried again");
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "protocol error")]
    [InlineData("+PONG\r\n", "protocol error")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[", "unexpected response")]
    [InlineData("", "unexpected response")]
    public async Task Check_NotHttpOrBrokenOff_SaysSo(string answer, string reason)
    {
        await using var docker = new FakeDocker(answer, close: true);
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target));

        (await ReasonAsync(host)).Should().Be($"{Contact}: {reason}");
    }

    [Fact]
    public async Task Check_HostNameThatDoesNotResolve_SaysSo()
    {
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker("tcp://docker.invalid", timeout: TimeSpan.FromHours(1)));

        (await ReasonAsync(host)).Should().Be(Contact + ": host not found");
    }

    [Fact]
    public async Task Check_EndlessAnswer_IsGivenUpAfterAMegabyte()
    {
        long sent = 0;
        await using var docker = new FakeDocker(async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n["u8.ToArray());
            byte[] spaces = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));
            for (; ; )
            {
                await stream.WriteAsync(spaces);
                sent += spaces.Length;
            }
        });
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target, timeout: TimeSpan.FromHours(1)));

        (await ReasonAsync(host)).Should().Be(Contact + ": unexpected response");
        await Eventually.TrueAsync(() => docker.Open == 0, "the connection is closed");

        // A megabyte, and what the buffers of two sockets take besides.
        sent.Should().BeLessThan(32 * 1024 * 1024);
    }

    [Fact]
    public async Task Check_AnswerThatTrickles_IsCutAtTheDeadline()
    {
        var time = new FakeTimeProvider();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var docker = new FakeDocker(async stream =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n["u8.ToArray());
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        });
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target), time);
        Task<HealthReport> check = host.Prober.CheckAsync();
        await begun.Task;

        time.Advance(TimeSpan.FromSeconds(3));

        ProbeHost.Reason(await check).Should().Be("probe check failed: prober: context deadline exceeded");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<string?> ReasonAsync(ProbeHost host) => ProbeHost.Reason(await host.Prober.CheckAsync());
}
