using Microsoft.Extensions.Options;
using Philae.HealthChecks.Tls;

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

        return PemFile.CanRead(() => PemFile.Certificates(file))
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{option}: no certificate can be read from '{file}'.");
    }
}
