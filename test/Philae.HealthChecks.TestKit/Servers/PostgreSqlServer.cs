using System.Diagnostics;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>PostgreSQL with one role, <c>postgres</c>, whose password is given; with TLS on request, and with further settings as <c>-c</c> takes them.</summary>
public sealed class PostgreSqlServer(string password, TestCertificate? certificate = null, params string[] settings) : LocalServer
{
    private static readonly string[] Folders =
        [.. Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")) : []];

    private string Data => Path.Combine(Folder, "data");

    protected override bool StopsOnInterrupt => true;

    /// <summary>Makes the data folder, once.</summary>
    public async Task InitializeAsync()
    {
        string passwordFile = Path.Combine(Folder, "password");
        await File.WriteAllTextAsync(passwordFile, password);
        await GiveAsync(Folder);
        await RunAsync(AsUser("initdb", [
            "-D", Data, "-U", "postgres", $"--pwfile={passwordFile}", "--auth-host=scram-sha-256", "--auth-local=scram-sha-256",
            "--no-sync", "-E", "UTF8", "--locale=C"]));
        if (certificate is not null)
        {
            File.Copy(certificate.CertificateFile, Path.Combine(Data, "server.crt"));
            File.Copy(certificate.KeyFile, Path.Combine(Data, "server.key"));
            File.SetUnixFileMode(Path.Combine(Data, "server.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            await GiveAsync(Data);
        }
    }

    protected override ProcessStartInfo Command() => AsUser("postgres", [
        "-D", Data, "-h", "127.0.0.1", "-p", $"{Port}", "-k", Folder, "-c", "fsync=off", "-c", "shared_buffers=16MB",
        .. certificate is null ? Array.Empty<string>() : ["-c", "ssl=on"], .. settings.SelectMany(static setting => new[] { "-c", setting })]);

    protected override Task<bool> IsReadyAsync() =>
        RunAsync(AsUser("pg_isready", ["-h", "127.0.0.1", "-p", $"{Port}"]), mayFail: true);

    // PostgreSQL refuses to run as root.
    private ProcessStartInfo AsUser(string name, string[] arguments)
    {
        string program = Program(name, "postgresql", Folders);
        var command = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        command.Environment["HOME"] = Folder;
        command.WorkingDirectory = Folder;
        return command;
    }

    private static async Task GiveAsync(string folder)
    {
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(new ProcessStartInfo("chown", ["-R", "postgres:postgres", folder]));
        }
    }
}
