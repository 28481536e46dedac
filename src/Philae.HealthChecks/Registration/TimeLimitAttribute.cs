using System.ComponentModel.DataAnnotations;

namespace Philae.HealthChecks.Registration;

/// <summary>Validates a time option against the one range, without the reflection that RangeAttribute needs for TimeSpan.</summary>
internal sealed class TimeLimitAttribute : ValidationAttribute
{
    public bool AllowZero { get; set; }

    public override bool IsValid(object? value) =>
        value is TimeSpan limit && (AllowZero ? TimeLimit.IsValidOrZero(limit) : TimeLimit.IsValid(limit));

    public override string FormatErrorMessage(string name) => $"{name} must be {(AllowZero ? TimeLimit.RangeOrZero : TimeLimit.Range)}.";
}
