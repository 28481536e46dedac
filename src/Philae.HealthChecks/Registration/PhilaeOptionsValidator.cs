using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.LoopDetection;

namespace Philae.HealthChecks.Registration;

internal sealed class PhilaeOptionsValidator : IValidateOptions<PhilaeOptions>
{
    public ValidateOptionsResult Validate(string? name, PhilaeOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (!TimeLimit.IsValid(options.Deadline))
        {
            result.AddError($"PhilaeOptions.Deadline must be {TimeLimit.Range}, not {options.Deadline}.");
        }

        if (!TimeLimit.IsValidOrZero(options.MaxAge))
        {
            result.AddError($"PhilaeOptions.MaxAge must be {TimeLimit.RangeOrZero}, not {options.MaxAge}.");
        }

        if (options.UnhealthyMaxAge is { } age && !TimeLimit.IsValidOrZero(age))
        {
            result.AddError($"PhilaeOptions.UnhealthyMaxAge must be {TimeLimit.RangeOrZero}, not {age}.");
        }

        if (!TimeLimit.IsValidOrZero(options.DrainDelay))
        {
            result.AddError($"PhilaeOptions.DrainDelay must be {TimeLimit.RangeOrZero}, not {options.DrainDelay}.");
        }

        if (options.MaxServiceDepth is < 1 or > Via.MaxDepth)
        {
            result.AddError($"PhilaeOptions.MaxServiceDepth must be from 1 to {Via.MaxDepth}, not {options.MaxServiceDepth}.");
        }

        CheckLevel(nameof(options.ReportLogLevel), options.ReportLogLevel);
        CheckLevel(nameof(options.FailureLogLevel), options.FailureLogLevel);
        CheckLevel(nameof(options.RecoveryLogLevel), options.RecoveryLogLevel);
        return result.Build();

        void CheckLevel(string option, LogLevel level)
        {
            if (!Enum.IsDefined(level))
            {
                result.AddError($"PhilaeOptions.{option} is none of LogLevel: {level}.");
            }
        }
    }
}
