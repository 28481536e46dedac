using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Redis;

internal sealed class RedisProbeOptionsValidator : IValidateOptions<RedisProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisProbeOptions options) =>
        options.CertificateAuthorityFile is { } file && !File.Exists(file)
            ? ValidateOptionsResult.Fail($"{name}.{nameof(options.CertificateAuthorityFile)}: there is no file '{file}'.")
            : ValidateOptionsResult.Success;
}
