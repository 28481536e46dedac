using Microsoft.Extensions.Options;
using Philae.HealthChecks.Tls;

namespace Philae.HealthChecks.Docker;

/// <summary>Reads the files once as the client will, so that a mistake stops the host at its start.</summary>
internal sealed class DockerProbeOptionsValidator(string probe, DockerTarget target) : IValidateOptions<DockerProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, DockerProbeOptions options)
    {
        if (name != probe)
        {
            return ValidateOptionsResult.Skip;
        }

        var failures = new List<string>();
        (string Option, string? File)[] files =
        [
            (nameof(options.CertificateAuthorityFile), options.CertificateAuthorityFile),
            (nameof(options.ClientCertificateFile), options.ClientCertificateFile),
            (nameof(options.ClientKeyFile), options.ClientKeyFile),
        ];
        foreach ((string option, string? file) in files)
        {
            if (file is not null && target.Tls == false)
            {
                failures.Add($"{name}.{option}: the target is not a TLS one; use https:// or tcp://.");
            }
            else if (file is not null && !File.Exists(file))
            {
                failures.Add($"{name}.{option}: there is no file '{file}'.");
            }
        }

        if (options.ClientKeyFile is not null && options.ClientCertificateFile is null)
        {
            failures.Add($"{name}.{nameof(options.ClientKeyFile)}: a key without a {nameof(options.ClientCertificateFile)}.");
        }

        if (failures.Count == 0)
        {
            if (options.CertificateAuthorityFile is { } authority && !PemFile.CanRead(() => PemFile.Certificates(authority)))
            {
                failures.Add($"{name}.{nameof(options.CertificateAuthorityFile)}: no certificates in PEM form.");
            }

            if (options.ClientCertificateFile is { } client && !PemFile.CanRead(() => PemFile.ClientCertificate(client, options.ClientKeyFile)))
            {
                failures.Add($"{name}.{nameof(options.ClientCertificateFile)}: no certificate in PEM form, or no unencrypted key that belongs to it.");
            }
        }

        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }
}
