using System.Diagnostics;
using System.Net.Sockets;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>Docker's API as podman serves it, on a port or, on request, a socket file.</summary>
public sealed class DockerApiServer(bool socketFile = false) : LocalServer
{
    public string Target => socketFile ? $"unix://{SocketFile}" : $"tcp://127.0.0.1:{Port}";

    public string SocketFile => Path.Combine(Folder, "docker.sock");

    /// <summary>Makes a container, which is never started, from an image that holds nothing but a label.</summary>
    public async Task CreateContainerAsync()
    {
        string archive = Path.Combine(Folder, "image.tar");
        await RunAsync(new ProcessStartInfo("tar", ["-cf", archive, "-T", "/dev/null"]));
        await RunAsync(Podman("import", "--quiet", archive, "localhost/philae-test:1"));
        await RunAsync(Podman("create", "--network", "none", "--label", "philae=test", "localhost/philae-test:1", "/nothing"));
    }

    protected override ProcessStartInfo Command() => Podman("system", "service", "--time=0", Target);

    protected override async Task<bool> IsReadyAsync()
    {
        if (!socketFile)
        {
            return await base.IsReadyAsync();
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketFile));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Nothing of the machine's own podman is read or touched: not its containers, settings, journal or shared memory.
    private ProcessStartInfo Podman(params string[] arguments)
    {
        string settings = Path.Combine(Folder, "containers.conf");
        File.WriteAllText(settings, "[engine]\nlock_type = \"file\"\n");
        string podman = Program("podman", "podman");
        string[] own =
        [
            "--root", Path.Combine(Folder, "root"), "--runroot", Path.Combine(Folder, "run"), "--tmpdir", Path.Combine(Folder, "tmp"),
            "--storage-driver", "vfs", "--cgroup-manager", "cgroupfs", "--events-backend", "file", .. arguments,
        ];

        // Without root podman would start itself again as a child, which signals to the process started here do not reach.
        ProcessStartInfo command = Environment.IsPrivilegedProcess
            ? new(podman, own)
            : new(Program("unshare", "util-linux"), ["--map-root-user", podman, .. own]);
        command.Environment["CONTAINERS_CONF"] = settings;
        return command;
    }
}
