using Microsoft.Extensions.Options;

namespace Philae.HealthChecks.Registration;

/// <summary>Validates the options that every probe has, for the probe with that name.</summary>
internal sealed class ProbeOptionsValidator<TOptions>(string probe) : IValidateOptions<TOptions>
    where TOptions : ProbeOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        if (name != probe)
        {
            return ValidateOptionsResult.Skip;
        }

        var result = new ValidateOptionsResultBuilder();
        Check(nameof(options.MaxAge), TimeLimit.RangeOrZero, options.MaxAge is not { } age || TimeLimit.IsValidOrZero(age));
        Check(nameof(options.UnhealthyMaxAge), TimeLimit.RangeOrZero, options.UnhealthyMaxAge is not { } unhealthy || TimeLimit.IsValidOrZero(unhealthy));
        Check(nameof(options.FailureThreshold), "at least 1", options.FailureThreshold >= 1);
        Check(nameof(options.SuccessThreshold), "at least 1", options.SuccessThreshold >= 1);
        return result.Build();

        void Check(string option, string range, bool isValid)
        {
            if (!isValid)
            {
                result.AddError($"{name}.{option} must be {range}.");
            }
        }
    }
}
