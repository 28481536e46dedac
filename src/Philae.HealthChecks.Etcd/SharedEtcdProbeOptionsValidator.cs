using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Etcd;

internal sealed class SharedEtcdProbeOptionsValidator : IValidateOptions<SharedEtcdProbeOptions>
{
    private readonly EtcdProbeOptionsValidator _all = new();

    public ValidateOptionsResult Validate(string? name, SharedEtcdProbeOptions options) => _all.Validate(name, new() { Key = options.Key });
}
