using Microsoft.Extensions.Options;
using Philae.HealthChecks.Tls;

namespace Philae.HealthChecks.Etcd;

internal sealed class EtcdProbeOptionsValidator : IValidateOptions<EtcdProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, EtcdProbeOptions options)
    {
        var failures = new List<string>();
        if (string.IsNullOrEmpty(options.Key))
        {
            failures.Add($"{name}.{nameof(options.Key)} must not be empty.");
        }

        if ((options.ClientCertificateFile is null) != (options.ClientKeyFile is null))
        {
            failures.Add($"{name}.{nameof(options.ClientCertificateFile)} goes together with {nameof(options.ClientKeyFile)}: set both or neither.");
        }
        else if (Unreadable(options) is { } what)
        {
            failures.Add($"{name}.{what}");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string? Unreadable(EtcdProbeOptions options)
    {
        (string Option, string? File)[] files =
        [
            (nameof(options.CertificateAuthorityFile), options.CertificateAuthorityFile),
            (nameof(options.ClientCertificateFile), options.ClientCertificateFile),
            (nameof(options.ClientKeyFile), options.ClientKeyFile),
        ];
        foreach ((string option, string? file) in files)
        {
            if (file is not null && !File.Exists(file))
            {
                return $"{option}: there is no file '{file}'.";
            }
        }

        if (options.CertificateAuthorityFile is { } authority && !PemFile.CanRead(() => PemFile.Certificates(authority)))
        {
            return $"{nameof(options.CertificateAuthorityFile)}: no certificate can be read from '{authority}'.";
        }

        return options.ClientCertificateFile is { } client && !PemFile.CanRead(() => PemFile.ClientCertificate(client, options.ClientKeyFile))
            ? $"{nameof(options.ClientCertificateFile)}: it or {nameof(options.ClientKeyFile)} holds no certificate or no unencrypted key, or the key is another certificate's."
            : null;
    }
}
