namespace Philae.HealthChecks.Docker;

/// <summary>The environment variables of Docker's own client, read with its meaning.</summary>
internal static class DockerEnvironment
{
    private const string Host = "DOCKER_HOST";
    private const string DefaultTarget = "unix:///var/run/docker.sock";

    public static DockerTarget Target()
    {
        string target = Variable(Host) ?? DefaultTarget;
        return DockerTarget.Parse(target, Host, VerifiesTls);
    }

    /// <summary>Names the files of the environment's folder if it demands TLS.</summary>
    public static void SetFiles(DockerTarget target, DockerProbeOptions options)
    {
        if (!VerifiesTls || target.Tls == false)
        {
            return;
        }

        string folder = Variable("DOCKER_CERT_PATH") ?? Variable("DOCKER_CONFIG")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        options.CertificateAuthorityFile = Path.Combine(folder, "ca.pem");
        (string certificate, string key) = (Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"));

        // Docker's client does without the one of the pair that is missing, and so without both.
        if (File.Exists(certificate) && File.Exists(key))
        {
            (options.ClientCertificateFile, options.ClientKeyFile) = (certificate, key);
        }
    }

    private static bool VerifiesTls => Variable("DOCKER_TLS_VERIFY") is not null;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
