using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Redis;

internal sealed class SharedRedisProbeOptionsValidator : IValidateOptions<SharedRedisProbeOptions>
{
    private readonly RedisProbeOptionsValidator _all = new();

    public ValidateOptionsResult Validate(string? name, SharedRedisProbeOptions options) => _all.Validate(name, new() { Require = options.Require });
}
