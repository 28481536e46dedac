using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Running;

internal sealed class PhilaeOptionsValidator : IValidateOptions<PhilaeOptions>
{
    public ValidateOptionsResult Validate(string? name, PhilaeOptions options) =>
        ProbeTimeout.IsValid(options.Deadline)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"PhilaeOptions.Deadline must be {ProbeTimeout.Range}, not {options.Deadline}.");
}
