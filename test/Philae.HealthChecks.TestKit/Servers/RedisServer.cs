using System.Diagnostics;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>redis-server, with a password or TLS on request.</summary>
public sealed class RedisServer(string? password = null, TestCertificate? certificate = null) : LocalServer
{
    protected override ProcessStartInfo Command()
    {
        string program = Program("redis-server", "redis-server");
        string port = $"{Port}";
        var command = new ProcessStartInfo(program, ["--bind", "127.0.0.1", "--dir", Folder, "--save", "", "--appendonly", "no", "--daemonize", "no"]);
        string[] listener = certificate is null
            ? ["--port", port]
            : ["--port", "0", "--tls-port", port, "--tls-cert-file", certificate.CertificateFile, "--tls-key-file", certificate.KeyFile,
                "--tls-ca-cert-file", certificate.AuthorityFile, "--tls-auth-clients", "no"];
        string[] secret = password is null ? [] : ["--requirepass", password];
        foreach (string argument in (string[])[.. listener, .. secret])
        {
            command.ArgumentList.Add(argument);
        }

        return command;
    }
}
