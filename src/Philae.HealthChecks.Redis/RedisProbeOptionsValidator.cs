using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Redis;

internal sealed class RedisProbeOptionsValidator : IValidateOptions<RedisProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisProbeOptions options)
    {
        if (options.Require is { } require && !Enum.IsDefined(require))
        {
            return ValidateOptionsResult.Fail($"{name}.{nameof(options.Require)}: {require} is none of {string.Join(", ", Enum.GetNames<RedisRequirement>())}.");
        }

        if (options.CertificateAuthorityFile is not { } file)
        {
            return ValidateOptionsResult.Success;
        }

        string option = $"{name}.{nameof(options.CertificateAuthorityFile)}";
        if (!File.Exists(file))
        {
            return ValidateOptionsResult.Fail($"{option}: there is no file '{file}'.");
        }

        try
        {
            using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(file);
            return ValidateOptionsResult.Success;
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return ValidateOptionsResult.Fail($"{option}: no certificate can be read from '{file}'.");
        }
    }
}
