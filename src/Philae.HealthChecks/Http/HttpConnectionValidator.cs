using Microsoft.Extensions.Options;
using Philae.HealthChecks.Registration;
using Philae.HealthChecks.Tls;

namespace Philae.HealthChecks.Http;

/// <summary>Checks what all probes that speak HTTP have in common.</summary>
internal sealed class HttpConnectionValidator<TOptions> : IValidateOptions<TOptions>
    where TOptions : HttpConnectionOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        List<string> failures = [.. Failures(options).Select(failure => $"{name}.{failure}.")];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(TOptions options)
    {
        if (!TimeLimit.IsValid(options.ConnectTimeout))
        {
            yield return $"{nameof(options.ConnectTimeout)} must be {TimeLimit.Range}";
        }

        if (!TimeLimit.IsValid(options.ResponseTimeout))
        {
            yield return $"{nameof(options.ResponseTimeout)} must be {TimeLimit.Range}";
        }

        bool isElsewhere = options.Tls is not null || options.HttpClientName is not null;
        if (options.SkipCertificateVerification && (isElsewhere || options.CertificateAuthorityFile is not null))
        {
            yield return $"{nameof(options.SkipCertificateVerification)} cannot be used together with "
                + $"{nameof(options.Tls)}, {nameof(options.CertificateAuthorityFile)} or {nameof(options.HttpClientName)}";
        }

        if (options.CertificateAuthorityFile is { } file)
        {
            if (isElsewhere)
            {
                yield return $"{nameof(options.CertificateAuthorityFile)} cannot be used together with {nameof(options.Tls)} or {nameof(options.HttpClientName)}";
            }

            if (!PemFile.CanRead(() => PemFile.Certificates(file)))
            {
                yield return $"{nameof(options.CertificateAuthorityFile)}: no certificate can be read from '{file}'";
            }
        }

        if (options.ClientCertificateFile is { } client)
        {
            if (isElsewhere)
            {
                yield return $"{nameof(options.ClientCertificateFile)} cannot be used together with {nameof(options.Tls)} or {nameof(options.HttpClientName)}";
            }

            if (!PemFile.CanRead(() => PemFile.ClientCertificate(client, options.ClientKeyFile)))
            {
                yield return $"{nameof(options.ClientCertificateFile)}: no certificate and unencrypted key that belong together can be read from "
                    + (options.ClientKeyFile is { } key ? $"'{client}' and '{key}'" : $"'{client}'");
            }
        }
        else if (options.ClientKeyFile is not null)
        {
            yield return $"{nameof(options.ClientKeyFile)} is the key of a {nameof(options.ClientCertificateFile)}, which is missing";
        }
    }
}
