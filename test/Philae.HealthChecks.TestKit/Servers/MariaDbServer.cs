using System.Diagnostics;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>MariaDB with one account, <c>hc</c>, whose password is given; with TLS on request.</summary>
public sealed class MariaDbServer(string password, TestCertificate? certificate = null) : LocalServer
{
    private string Data => Path.Combine(Folder, "data");

    private string SocketFile => Path.Combine(Folder, "m.sock");

    private static string User => Environment.IsPrivilegedProcess ? "nobody" : Environment.UserName;

    /// <summary>Makes the data folder, once; the account is made at the first start.</summary>
    public async Task InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(new ProcessStartInfo("chown", ["nobody", Folder]));
        }

        await RunAsync(new ProcessStartInfo(Program("mariadb-install-db", "mariadb-server-core"), [
            "--no-defaults", $"--datadir={Data}", $"--user={User}", "--auth-root-authentication-method=normal", "--skip-test-db"]));
        await StartAsync();
        await SqlAsync($"create user 'hc'@'127.0.0.1' identified by '{password}'");
    }

    protected override ProcessStartInfo Command() => new(Program("mariadbd", "mariadb-server-core"), [
        "--no-defaults", $"--user={User}", $"--datadir={Data}", "--bind-address=127.0.0.1", $"--port={Port}", $"--socket={SocketFile}",
        "--innodb-log-file-size=8M", "--skip-name-resolve",
        .. certificate is null
            ? Array.Empty<string>()
            : [$"--ssl-cert={certificate.CertificateFile}", $"--ssl-key={certificate.KeyFile}", $"--ssl-ca={certificate.AuthorityFile}"]]);

    protected override Task<bool> IsReadyAsync() => SqlAsync("select 1", mayFail: true);

    private Task<bool> SqlAsync(string statement, bool mayFail = false) =>
        RunAsync(new ProcessStartInfo(Program("mariadb", "mariadb-client-core"), ["--no-defaults", "-uroot", "-S", SocketFile, "-e", statement]), mayFail);
}
