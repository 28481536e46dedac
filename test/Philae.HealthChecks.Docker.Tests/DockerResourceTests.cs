using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Fakes;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Docker.Tests;

/// <summary>What failing checks leave behind in the process, and what a user without rights sees.</summary>
[Collection(nameof(WholeProcess))]
public sealed partial class DockerResourceTests(DockerCertificates certificates)
{
    private const int Nobody = 65534;

    [Theory]
    [InlineData("refused")]
    [InlineData("no socket file")]
    [InlineData("error answer")]
    [InlineData("untrusted")]
    public async Task Check_Fails200Times_LeavesNothing(string failure)
    {
        await using var docker = new FakeDocker(FakeDocker.Http("500 Internal Server Error", "{}"));
        await using var proxy = new TlsProxy(docker.Port, certificates.Server);
        string target = failure switch
        {
            "refused" => $"tcp://127.0.0.1:{FreePort.Next()}",
            "no socket file" => "unix:///no/such.sock",
            "error answer" => docker.Target,
            _ => $"https://localhost:{proxy.Port}",
        };
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(target, configure: options =>
            options.CertificateAuthorityFile = failure == "untrusted" ? certificates.Other.AuthorityFile : null));
        await host.CheckAsync();
        (int files, int threads) = Count();

        for (int check = 0; check < 200; check++)
        {
            await host.CheckAsync();
        }

        await Eventually.TrueAsync(() => Count().Files < files + 20, "no descriptor is kept for each check");
        Count().Threads.Should().BeLessThan(threads + 20);
    }

    [Theory]
    [InlineData("connecting")]
    [InlineData("shaking hands")]
    public async Task Check_CutOffWhileItConnects_TakesTheConnectionAlong(string when)
    {
        using var hole = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        hole.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        hole.Listen(0);
        using Socket first = await FillAsync(hole);

        // A greeting of TLS is not the end of a request: it goes on reading, and sees when the client leaves.
        await using var docker = new FakeDocker("");
        string target = when == "connecting" ? $"tcp://{hole.LocalEndPoint}" : $"https://127.0.0.1:{docker.Port}";
        int files = Count().Files;

        for (int check = 0; check < 50; check++)
        {
            await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(target, timeout: TimeSpan.FromMilliseconds(30)));
            ProbeHost.Reason(await host.Prober.CheckAsync()).Should().Be("probe check failed: prober: context deadline exceeded");
        }

        // .NET alone would try on for 5 seconds, check upon check.
        Count().Files.Should().BeLessThan(files + 40);
    }

    [Fact]
    public async Task Check_SocketOfAnotherUser_IsAccessDenied()
    {
        string folder = Directory.CreateTempSubdirectory("philae-test-").FullName;
        string file = Path.Combine(folder, "d.sock");
        await using var docker = new FakeDocker(FakeDocker.Http("200 OK", "[]"), socketFile: file);
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target));
        (await host.CheckAsync()).Exception.Should().BeNull();

        // The connection made so far stays good: rights are looked at when one is opened.
        await using var denied = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target));
        File.SetUnixFileMode(file, UnixFileMode.None);
        bool root = Environment.IsPrivilegedProcess;
        string? reason;
        try
        {
            // Root may do anything: be somebody else meanwhile.
            _ = root ? SetEffectiveUser(Nobody) : 0;
            reason = ProbeHost.Reason(await denied.Prober.CheckAsync());
        }
        finally
        {
            _ = root ? SetEffectiveUser(0) : 0;
        }

        reason.Should().Be("probe check failed: Unable to contact docker: access denied");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Check_SocketFileAndAProxyForHttp_GoesPastTheProxy()
    {
        string file = Path.Combine(Path.GetTempPath(), $"philae-test-{Guid.NewGuid():N}.sock");
        await using var docker = new FakeDocker(FakeDocker.Http("200 OK", "[]"), socketFile: file);
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy("127.0.0.1", FreePort.Next());
        try
        {
            await using var host = new ProbeHost(checks => checks.AddPhilaeDocker(docker.Target));
            ProbeHost.Reason(await host.Prober.CheckAsync()).Should().BeNull();
            docker.Requests.Single().Should().StartWith("GET /containers", "it is not a request to a proxy");
        }
        finally
        {
            HttpClient.DefaultProxy = before;
            File.Delete(file);
        }
    }

    private static (int Files, int Threads) Count() =>
        (Directory.GetFiles("/proc/self/fd").Length, Directory.GetDirectories("/proc/self/task").Length);

    // A queue of one: with one connection in it that nobody accepts, the kernel lets every further one wait.
    private static async Task<Socket> FillAsync(Socket listener)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndPoint!);
        return socket;
    }

    [LibraryImport("libc", EntryPoint = "seteuid", SetLastError = true)]
    private static partial int SetEffectiveUser(int user);
}
