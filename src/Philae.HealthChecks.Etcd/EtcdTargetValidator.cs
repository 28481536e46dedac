using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Etcd;

/// <summary>Holds one probe's options against its target.</summary>
internal sealed class EtcdTargetValidator(string probe, EtcdTarget target) : IValidateOptions<EtcdProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, EtcdProbeOptions options) =>
        name == probe && target.Mismatch(options) is { } mismatch ? ValidateOptionsResult.Fail($"{name}: {mismatch}") : ValidateOptionsResult.Success;
}
