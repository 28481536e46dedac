using System.Diagnostics;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>redis-server, with a password or TLS on request, and with further settings as its command line takes them.</summary>
public class RedisServer(string? password = null, TestCertificate? certificate = null, params string[] settings) : LocalServer
{
    protected string? Password => password;

    /// <summary>Asks it something, with all rights: redis-cli's answer.</summary>
    public async Task<string> AskAsync(params string[] command)
    {
        string[] tls = certificate is null ? [] : ["--tls", "--cacert", certificate.AuthorityFile];
        string[] secret = Password is null ? [] : ["-a", Password, "--no-auth-warning"];
        return await ReadAsync(new ProcessStartInfo(Program("redis-cli", "redis-tools"), ["-p", $"{Port}", .. tls, .. secret, .. command]));
    }

    protected override ProcessStartInfo Command()
    {
        string[] secret = password is null ? [] : ["--requirepass", password, "--masterauth", password];
        return new(
            Program("redis-server", "redis-server"),
            ["--bind", "127.0.0.1", "--dir", Folder, "--save", "", "--appendonly", "no", "--daemonize", "no", .. Listener(), .. secret, .. settings]);
    }

    protected string[] Listener() => certificate is null
        ? ["--port", $"{Port}"]
        : ["--port", "0", "--tls-port", $"{Port}", "--tls-cert-file", certificate.CertificateFile, "--tls-key-file", certificate.KeyFile,
            "--tls-ca-cert-file", certificate.AuthorityFile, "--tls-auth-clients", "no", "--tls-replication", "yes"];
}
