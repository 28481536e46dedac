using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.Running;

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

        if (options.CertificateAuthorityFile is { } file)
        {
            if (options.Tls is not null || options.HttpClientName is not null)
            {
                yield return $"{nameof(options.CertificateAuthorityFile)} cannot be used together with {nameof(options.Tls)} or {nameof(options.HttpClientName)}";
            }

            if (!HoldsCertificates(file))
            {
                yield return $"{nameof(options.CertificateAuthorityFile)}: no certificate can be read from '{file}'";
            }
        }
    }

    private static bool HoldsCertificates(string file)
    {
        try
        {
            HttpProbeHandler.Authorities(file).ToList().ForEach(static authority => authority.Dispose());
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
