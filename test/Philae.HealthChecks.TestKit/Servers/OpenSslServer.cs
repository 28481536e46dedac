using System.Diagnostics;

namespace Philae.HealthChecks.TestKit.Servers;

/// <summary>
/// A TLS server that refuses clients without a certificate as those in the field do, with an alert: .NET's own just closes
/// the connection. It answers with files that hold whole HTTP responses.
/// </summary>
public sealed class OpenSslServer(TestCertificate certificate, TestCertificate clients, string protocol) : LocalServer
{
    /// <param name="path">The path with its parameters, without the leading slash.</param>
    /// <param name="response">From the status line on.</param>
    public void Put(string path, string response)
    {
        string file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, response);
    }

    protected override ProcessStartInfo Command() => new(Program("openssl", "openssl"),
    [
        "s_server", "-accept", $"127.0.0.1:{Port}", "-quiet", "-HTTP", $"-{protocol}", "-cert", certificate.CertificateFile, "-key", certificate.KeyFile,
        "-Verify", "1", "-verify_return_error", "-CAfile", clients.AuthorityFile,
    ])
    {
        WorkingDirectory = Folder,
    };
}
