using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Running;

internal sealed class PhilaeOptionsValidator : IValidateOptions<PhilaeOptions>
{
    public ValidateOptionsResult Validate(string? name, PhilaeOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (!TimeLimit.IsValid(options.Deadline))
        {
            result.AddError($"must be {TimeLimit.Range}, not {options.Deadline}.", "PhilaeOptions.Deadline");
        }

        if (!TimeLimit.IsValidOrZero(options.MaxAge))
        {
            result.AddError($"must be {TimeLimit.RangeOrZero}, not {options.MaxAge}.", "PhilaeOptions.MaxAge");
        }

        return result.Build();
    }
}
